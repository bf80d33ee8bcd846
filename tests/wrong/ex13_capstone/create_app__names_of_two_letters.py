"""Nobody may be called by one letter.

Caught by: test_register_stores_user_and_profile
"""


class NewUser(BaseModel):
    email: Annotated[EmailStr, Field(max_length=200)]
    full_name: Annotated[str, Field(min_length=2, max_length=200)]
    bio: Annotated[str, Field(max_length=2000)] = ""
