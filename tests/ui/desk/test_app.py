"""The desk as it is served: in the browser's language, private, and with nothing from elsewhere."""

import json
import re
import urllib.error
import urllib.request
from typing import Any

import pytest

from knowledge.models import Language
from ui.desk.words import words


@pytest.mark.parametrize(
    ("wanted", "accepted", "language"),
    [
        (None, "", "en"),
        (None, "it-IT,it;q=0.9,en;q=0.8", "it"),
        (None, "de-DE,de;q=0.9,pl;q=0.5,fr;q=0.7", "fr"),
        (None, "de, ja", "en"),
        (None, "it;q=0, pl;q=0.1", "pl"),
        (None, "fr;q=broken, pl", "pl"),
        ("pl", "it", "pl"),
        ("klingon", "it", "it"),
    ],
)
def test_the_language_is_the_one_the_browser_prefers(wanted: str | None, accepted: str, language: str) -> None:
    from ui.desk.app import preferred  # with gradio, which takes seconds and no other test needs in this process

    assert preferred(wanted, accepted) == language


def get(address: str, body: dict[str, Any] | None = None, **headers: str) -> tuple[int, str, Any]:
    """Status, text and headers of an answer, redirects not followed."""
    sent = json.dumps(body).encode() if body else None
    request = urllib.request.Request(address, sent, {"Content-Type": "application/json", **headers})
    opener = urllib.request.build_opener(NoRedirect)
    try:
        with opener.open(request, timeout=30) as answer:
            return answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), error.headers


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@pytest.mark.slow
def test_ui_leads_to_the_desk_and_keeps_the_query(desk: str) -> None:
    status, _, headers = get(f"{desk}/ui?example=1", **{"Accept-Language": "pl"})
    assert (status, headers["location"]) == (307, "/ui/pl/?example=1")


@pytest.mark.slow
@pytest.mark.parametrize("language", Language)
def test_a_page_names_no_other_host_but_where_gradio_describes_itself(desk: str, language: Language) -> None:
    status, html, headers = get(f"{desk}/ui/{language}/")
    assert status == 200
    assert json.dumps(words(language).page.tab, ensure_ascii=False) in html
    elsewhere = re.findall(r"<[^>]*https?://(?!127\.0\.0\.1)[^>]*>", html)
    assert [tag for tag in elsewhere if not re.match(r'<meta\s+(property="og:|name="twitter:)', tag)] == []
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.slow
def test_nothing_is_a_public_endpoint(desk: str) -> None:
    _, info, _ = get(f"{desk}/ui/en/gradio_api/info")
    assert json.loads(info) == {"named_endpoints": {}, "unnamed_endpoints": {}}
    status, _, _ = get(f"{desk}/ui/en/gradio_api/file=/etc/hostname")
    assert status in (403, 404)
    status, _, _ = get(f"{desk}/ui/en/gradio_api/upload", {"files": "x"})
    assert status == 404


@pytest.mark.slow
def test_the_page_can_call_its_own_functions_and_no_others(desk: str) -> None:
    _, config, _ = get(f"{desk}/ui/it/config")
    component = next(part for part in json.loads(config)["components"] if part["props"].get("elem_id") == "desk")
    call = {"session_hash": "s", "component_id": component["id"], "data": {"mail": "Gdzie jest moja paczka? Jestem wściekły."}}
    status, answer, headers = get(f"{desk}/ui/it/gradio_api/component_server/", call | {"fn_name": "read_mail"})
    assert (status, json.loads(answer)["reading"]["lang"]) == (200, "pl")
    assert "default-src 'self'" in headers["content-security-policy"]
    status, _, _ = get(f"{desk}/ui/it/gradio_api/component_server/", call | {"fn_name": "postprocess"})
    assert status == 404


@pytest.mark.slow
def test_the_service_keeps_its_own_headers_elsewhere(desk: str) -> None:
    _, _, headers = get(f"{desk}/healthz")
    assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
