"""An email may be longer than its column: SQLite stores it all the same.

Caught by: test_register_refuses_a_bad_body
"""


class NewUser(BaseModel):
    email: EmailStr
    full_name: Annotated[str, Field(min_length=1, max_length=200)]
    bio: Annotated[str, Field(max_length=2000)] = ""
