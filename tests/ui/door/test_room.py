"""Whose room it is."""

import asyncio
from types import SimpleNamespace

from ui.door.room import Rooms


async def _nothing() -> None:
    pass


def test_nobody_and_a_user_share_no_room() -> None:
    """Whatever a user is called: the name goes to who furnishes as it is, None where there is none.

    One who asks twice has one room.
    """
    furnished: list[str | None] = []

    def furnish(user: str | None) -> SimpleNamespace:
        furnished.append(user)
        return SimpleNamespace(enter=_nothing)

    async def visited() -> list[object]:
        rooms = Rooms(furnish)
        return [await rooms.of(user) for user in (None, "", "maya", None)]

    nobodys, nameless, mayas, again = asyncio.run(visited())
    assert furnished == [None, "", "maya"]
    assert nobodys is again
    assert nobodys is not nameless is not mayas
