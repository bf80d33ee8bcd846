"""An email of 200 characters is refused: the column holds it.

Caught by: test_register_stores_user_and_profile
"""


class NewUser(BaseModel):
    email: Annotated[EmailStr, Field(max_length=100)]
    full_name: Annotated[str, Field(min_length=1, max_length=200)]
    bio: Annotated[str, Field(max_length=2000)] = ""
