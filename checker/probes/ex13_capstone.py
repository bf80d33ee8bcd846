"""No probes: lesson 13 is asked over HTTP.  What a service loads when it starts is loaded here, once for all."""

# ruff: noqa: F401
import alembic.command
import alembic.config
import alembic.context
import alembic.op
import email_validator
import fastapi.openapi.docs
