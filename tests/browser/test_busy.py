"""A page whose server has more questions waiting than it takes."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from filelock import FileLock
from gradio_client import Client
from gradio_client.utils import QueueError
from playwright.sync_api import Browser, Page, expect

from tests.opened import WHO, WHY, ask
from tests.served import gate
from tests.tab import API, Layout
from ui.web import AT_ONCE, WAITING_QUESTIONS

pytestmark = [pytest.mark.browser]

PLACES = AT_ONCE + WAITING_QUESTIONS


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page; its console may tell that the server refused something."""
    page = browser.new_page()
    page.goto(address)
    expect(page.locator("#pane .source").first).to_be_attached()
    yield page
    page.close()


def is_taken(client: httpx.Client, number: int) -> bool:
    """Hand in a question, by the number of the endpoint; tell whether there was room for it."""
    tab = {"fn_index": number, "session_hash": uuid.uuid4().hex}
    joined = client.post(f"{API}/queue/join", json={"data": [WHY, None, None], **tab})
    assert joined.status_code in {200, 503}
    return joined.status_code == 200


def test_a_question_that_is_not_taken_is_back_in_its_box(
    page: Page, address: str, folder: Path
) -> None:
    """The page says so in a sentence, and a program is told; asked again it is answered."""
    box = page.get_by_label("Your question")
    program = Client(address, verbose=False)
    with FileLock(gate(folder)), httpx.Client(base_url=address) as client:
        number = Layout(client.get("config").json()).endpoint("ask")["id"]
        taken = 0
        while taken < PLACES:  # one may be refused before: four leave the queue a little later
            taken += is_taken(client, number)
        box.fill(WHO)
        box.press("Enter")
        expect(page.get_by_text("currently busy. Please try again")).to_be_visible()
        expect(box).to_have_value(WHO)
        expect(page.locator("#chat .question")).to_have_count(0)
        with pytest.raises(QueueError, match=r"Queue is full! Please try again\."):
            program.predict(WHO, None, None, api_name="/ask")
    with httpx.Client(base_url=address) as client:
        while not is_taken(client, number):  # those that wait are answered now
            pass
    ask(page, WHO)
    expect(page.locator("#chat .short")).to_contain_text("Turkey")
    expect(box).to_have_value("")
