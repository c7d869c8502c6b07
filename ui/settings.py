"""The few settings that come from the environment, read once at the edge and passed down.

    FOOTNOTE_LIBRARY   folder of the library, where ``--library`` is not given
    FOOTNOTE_READER    name of the reader, where ``--reader`` is not given
    FOOTNOTE_PORT      port of the chat page (0: any free one), where ``--port`` is not given
    FOOTNOTE_DEBUG     1 shows the traceback of an error instead of one sentence

It reads no settings file, and no other room knows that settings exist.
"""

from functools import cache
from typing import Annotated

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from index import UserError


class Settings(BaseSettings):
    """What the environment says; an empty variable counts as not set."""

    model_config = SettingsConfigDict(env_prefix="FOOTNOTE_", env_ignore_empty=True, frozen=True)

    library: str | None = None
    reader: str | None = None
    port: Annotated[int, Field(ge=0, le=65535)] = 7860  # Gradio's own default; 0 takes any
    debug: bool = False


@cache
def settings() -> Settings:
    """Read the environment, once for the life of the process.

    Returns:
        The settings, each with its default where the environment is silent.

    Raises:
        UserError: a variable holds something that it cannot mean.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = error.errors()[0]
        name = "FOOTNOTE_" + str(wrong["loc"][0]).upper()
        raise UserError(
            f"The environment variable {name} is {wrong['input']!r}, which does not work "
            f"({wrong['msg']}): change it or unset it."
        ) from error
