"""An agent's work at the desk, in a real browser, with the real service."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from knowledge.language.identify import identify
from knowledge.models import Language
from ui.desk.examples import examples
from ui.desk.words import Words, words

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from coach.bootstrap import Coach

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MAIL = """Temat: Zamówienie 77-1204

Od trzech tygodni czekam na rower z zamówienia 77-1204 i mam tego serdecznie dość. Na infolinii usłyszałem tylko, że „jest w drodze”.
Kiedy dostanę rower? Proszę też o zwrot 49 zł za przesyłkę.

Paweł Sowiński"""
DEFENCE = "To nie nasza wina."
PL = words(Language.PL)
Open = Callable[..., "Desk"]


class Desk:
    """The page as an agent sees it."""

    def __init__(self, page: "Page") -> None:
        self.page = page
        self.mail = page.locator(".mail-editor textarea")
        self.reply = page.locator(".reply-editor textarea")
        self.cards = page.locator(".card")
        self.marks = page.locator(".reply-editor mark")
        self.verdict = self.part("verdict")

    def part(self, name: str) -> "Locator":
        return self.page.locator(f'[data-part="{name}"]')

    def draft(self) -> str:
        """Ask for a draft and wait until it stands in the editor."""
        before = self.reply.input_value()
        self.part("draft").click()
        self.page.wait_for_function("(before) => document.querySelector('.reply-editor textarea').value !== before", arg=before)
        return self.reply.input_value()

    def write(self, text: str) -> None:
        """Type at the end of the reply."""
        self.reply.focus()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(text)

    def defend(self) -> "Locator":
        """Write a reply with a defensive sentence in it, and wait for its card."""
        self.reply.fill(f"Dzień dobry, czytam Pana wiadomość. {DEFENCE} Piszę do Pana jutro.")
        card = self.cards.filter(has_text=self.rule_title)
        card.wait_for()
        return card

    rule_title = ""


@pytest.fixture
def open_desk(page: "Page", desk: str, coach: "Coach") -> Open:
    """Open the desk in a language; the title of the rule about defences comes from the rulebook."""
    Desk.rule_title = coach.knowledge.rulebook(Language.PL).rules["defensiveness"].title[Language.PL]

    def open_it(language: str = "pl", query: str = "") -> Desk:
        page.goto(f"{desk}/ui/{language}/{query}")
        page.locator(".desk").wait_for()
        return Desk(page)

    return open_it


def test_from_a_pasted_mail_to_a_copied_reply(open_desk: Open, coach: "Coach") -> None:
    at = open_desk()
    hosts: set[str] = set()
    at.page.on("request", lambda request: hosts.add(request.url.split("/")[2] if "//" in request.url else request.url[:5]))
    at.mail.fill(MAIL)
    at.part("reading").get_by_text("mam tego serdecznie dość").wait_for(timeout=3000)
    at.part("reading").locator(".asks").get_by_text("Kiedy dostanę rower?").wait_for()

    drafted = at.draft()
    assert identify(drafted).language is Language.PL
    at.write(f"\n{DEFENCE}")
    card = at.cards.filter(has_text=Desk.rule_title)
    card.wait_for()
    assert "To nie nasza wina" in at.page.locator(".reply-editor mark.error").all_inner_texts()
    rule = coach.knowledge.rulebook(Language.PL).rules["defensiveness"]
    assert rule.why[Language.PL] in card.inner_text()
    assert card.get_by_text(coach.knowledge.guidelines.statement(rule.sources[0], Language.PL).text).count() == 1

    card.get_by_role("button", name=PL.coach.accept).click()
    at.page.wait_for_function("!document.querySelector('.reply-editor textarea').value.includes('nasza wina')")
    at.page.keyboard.press("Control+z")
    assert at.reply.input_value() == f"{drafted}\n{DEFENCE}"
    card.wait_for()
    card.get_by_role("button", name=PL.coach.accept).click()
    card.wait_for(state="detached")

    while (gaps := at.page.locator(".fill")).count():
        gaps.first.click()
        at.page.keyboard.type("wtorek")
    for fault in range(at.page.locator(".card.error").count()):
        at.page.locator(".card.error").nth(fault).get_by_role("button", name=PL.coach.dismiss).click()
    at.part("copyState").get_by_text(PL.draft.ready_to_copy).wait_for()
    at.part("copy").click()
    at.part("copyState").get_by_text(PL.draft.copied).wait_for()
    written = at.reply.input_value()
    assert at.page.evaluate("navigator.clipboard.readText()") == written

    at.page.reload()
    at.page.wait_for_function("(text) => document.querySelector('.reply-editor textarea')?.value === text", arg=written)
    assert at.mail.input_value() == MAIL
    assert hosts <= {at.page.url.split("/")[2], "data:", "blob:"}


def test_copying_waits_for_the_gaps(open_desk: Open) -> None:
    at = open_desk()
    at.reply.fill("Dzień dobry [[imię]], odpiszę do [[dzień]].")
    at.part("copyState").get_by_text(PL.draft.gaps.format(count=2)).wait_for()
    at.page.evaluate("navigator.clipboard.writeText('before')")
    # Blocked, not disabled: whoever presses it is told why and taken to the gap.
    at.part("copy").click(force=True)
    assert at.page.evaluate("navigator.clipboard.readText()") == "before"
    assert at.page.evaluate("getSelection().toString()") == "[[imię]]"
    at.page.keyboard.type("Anno")
    assert at.reply.input_value() == "Dzień dobry Anno, odpiszę do [[dzień]]."
    at.part("copyState").get_by_text(PL.draft.gaps.format(count=1)).wait_for()


def test_copying_waits_for_what_must_be_fixed_until_it_is_dismissed(open_desk: Open) -> None:
    at = open_desk()
    card = at.defend()
    at.part("copyState").get_by_text(PL.draft.must_fix_first.format(count=1)).wait_for()
    assert at.part("copy").get_attribute("aria-disabled") == "true"
    card.get_by_role("button", name=PL.coach.dismiss).click()
    at.part("copyState").get_by_text(PL.draft.ready_to_copy).wait_for()


def test_a_dismissal_holds_until_its_sentence_changes(open_desk: Open) -> None:
    at = open_desk()
    card = at.defend()
    card.get_by_role("button", name=PL.coach.dismiss).click()
    card.wait_for(state="detached")
    at.write(" Dziękuję za cierpliwość.")
    at.page.wait_for_timeout(800)
    assert not card.count()
    at.page.reload()
    at.page.locator(".dismissed:not([hidden])").wait_for()
    assert not card.count()
    at.reply.fill(f"Dzień dobry, czytam Pana wiadomość. Niestety {DEFENCE.lower()} Piszę do Pana jutro.")
    card.wait_for()


def test_nothing_a_customer_writes_runs(open_desk: Open) -> None:
    at = open_desk()
    hostile = "Jestem wściekły <img src=x onerror='window.ran=1'> </textarea><script>window.ran=2</script> {{7*7}} ${window.ran=3}"
    at.mail.fill(hostile + "\n\nKiedy dostanę rower <b>teraz</b>?")
    at.part("reading").locator("q").first.wait_for()
    at.reply.fill(f"{hostile} {DEFENCE}")
    at.cards.first.wait_for()
    at.page.reload()
    at.part("reading").locator("q").first.wait_for()
    at.cards.first.wait_for()
    assert at.page.evaluate("window.ran") is None
    assert at.mail.input_value().startswith(hostile)
    assert not at.page.locator(".desk img, .desk script, .desk b b").count()


def test_what_a_mail_hides_is_counted(open_desk: Open) -> None:
    at = open_desk()
    at.mail.fill("Kiedy dostanę row\u200b\u200ber? Czekam trzeci tydzień i jestem wściekły.")
    at.part("reading").get_by_text(PL.reading.hidden.format(count=2)).wait_for()


def test_a_draft_is_said_otherwise_and_back_again(open_desk: Open) -> None:
    at = open_desk()
    at.mail.fill(MAIL)
    first = at.draft()
    shorter = at.page.get_by_role("button", name=PL.draft.shorter)
    shorter.focus()
    at.page.keyboard.press("Enter")
    at.page.wait_for_function("(first) => document.querySelector('.reply-editor textarea').value !== first", arg=first)
    assert len(at.reply.input_value()) < len(first)
    assert shorter.get_attribute("aria-pressed") == "true"
    at.reply.focus()
    at.page.keyboard.press("Control+z")
    assert at.reply.input_value() == first


def test_only_the_sentence_under_the_cursor_is_said_again(open_desk: Open) -> None:
    at = open_desk()
    at.mail.fill(MAIL)
    paragraphs = at.draft().split("\n\n")
    at.write("\nPS. Własne słowa.")
    before = at.reply.input_value()
    at.reply.evaluate("(field, at) => field.setSelectionRange(at, at)", before.index(paragraphs[1]) + 1)
    at.page.get_by_role("button", name=PL.draft.reword).click()
    at.page.wait_for_function("(before) => document.querySelector('.reply-editor textarea').value !== before", arg=before)
    after = at.reply.input_value()
    assert after.startswith(f"{paragraphs[0]}\n\n")
    assert after.endswith(before[before.index(paragraphs[2]) :])


def test_the_note_is_for_the_agent(open_desk: Open) -> None:
    at = open_desk()
    at.mail.fill(MAIL)
    drafted = at.draft()
    note = at.part("note")
    note.get_by_text(PL.note.title).click()
    note.get_by_role("heading", name=PL.note.promised).wait_for()
    assert PL.note.title not in drafted
    at.part("clear").click()
    note.wait_for(state="hidden")


def test_a_new_draft_never_swallows_what_the_agent_wrote(open_desk: Open) -> None:
    at = open_desk()
    at.mail.fill(MAIL)
    at.part("reading").locator("q").first.wait_for()
    at.reply.fill("Moje własne słowa.")
    drafted = at.draft()
    at.part("draftNotice").get_by_role("button", name=PL.draft.bring_back).click()
    assert at.reply.input_value() == "Moje własne słowa."
    at.page.keyboard.press("Control+z")
    assert at.reply.input_value() == drafted
    at.page.keyboard.press("Control+z")
    assert at.reply.input_value() == "Moje własne słowa."


def test_a_draft_for_a_mail_that_has_changed_says_so(open_desk: Open) -> None:
    at = open_desk()
    at.mail.fill(MAIL)
    at.draft()
    assert not at.part("stale").is_visible()
    at.mail.fill(MAIL + "\nI jeszcze jedno: proszę o fakturę.")
    at.part("stale").wait_for()
    at.part("staleKeep").click()
    assert not at.part("stale").is_visible()


def test_stopping_keeps_the_text_and_drops_the_draft(open_desk: Open) -> None:
    at = open_desk()
    at.mail.fill(MAIL)
    at.reply.fill("Moje własne słowa.")
    at.page.evaluate(
        """() => {
            const real = window.fetch;
            window.calls = 0;
            window.fetch = async (...asked) => {
                if (String(asked[1]?.body).includes('draft_reply')) {
                    window.calls += 1;
                    await new Promise((done) => setTimeout(done, 700));
                }
                return real(...asked);
            };
        }"""
    )
    at.part("draft").dblclick()
    at.part("stop").click()
    at.part("draftNotice").get_by_text(PL.draft.stopped).wait_for()
    at.page.wait_for_timeout(1500)
    assert at.page.evaluate("window.calls") == 1
    assert at.reply.input_value() == "Moje własne słowa."
    assert not at.part("stop").is_visible()


def test_a_service_that_is_gone_takes_nothing_along(open_desk: Open) -> None:
    at = open_desk()
    at.mail.fill(MAIL)
    at.part("reading").locator("q").first.wait_for()
    at.page.route("**/component_server/**", lambda route: route.abort())
    at.reply.fill("Moje własne słowa.")
    at.part("coachNotice").get_by_text(PL.errors.unreachable).wait_for()
    assert at.verdict.inner_text() == PL.coach.unchecked
    at.part("draft").click()
    at.part("draftNotice").get_by_text(PL.errors.unreachable).wait_for()
    assert at.reply.input_value() == "Moje własne słowa."
    at.page.unroute("**/component_server/**")
    at.part("draftNotice").get_by_role("button", name=PL.errors.retry).click()
    at.part("draftNotice").get_by_text(PL.draft.ready).wait_for()


def test_a_service_that_is_back_is_noticed(open_desk: Open) -> None:
    at = open_desk()
    at.page.route("**/component_server/**", lambda route: route.abort())
    at.reply.fill(f"Dzień dobry. {DEFENCE}")
    at.part("coachNotice").get_by_text(PL.errors.unreachable).wait_for()
    at.page.unroute("**/component_server/**")
    at.cards.first.wait_for()
    assert not at.part("coachNotice").is_visible()


DANGER = {
    "en": "I cannot go on. I am going to kill myself tonight because of your bank.",
    "it": "Non ce la faccio più, voglio uccidermi per colpa vostra.",
    "fr": "Je n'en peux plus, je vais me suicider à cause de vous.",
    "pl": "Nie mam już siły, chcę się zabić przez was.",
}


@pytest.mark.parametrize("language", Language)
def test_a_person_in_danger_is_no_case_for_a_draft(open_desk: Open, language: Language, coach: "Coach") -> None:
    at = open_desk(language)
    at.mail.fill(DANGER[language])
    panel = at.part("escalation")
    panel.get_by_text(words(language).protocol.title).wait_for()
    for step in coach.policy.self_harm.steps[language]:
        assert panel.get_by_text(step, exact=True).count() == 1
    assert not at.part("draft").is_visible()
    at.page.keyboard.press("Control+Enter")
    at.page.wait_for_timeout(500)
    assert at.reply.input_value() == ""
    at.mail.fill("Where is my order 12345?")
    at.part("draft").wait_for()


def rule_out(at: Desk, said: Words) -> None:
    """Say that nobody is in danger, with the keyboard alone."""
    first = at.part("escalation").get_by_role("button", name=said.protocol.rule_out)
    first.focus()
    at.page.keyboard.press("Enter")
    at.page.keyboard.press("Enter")
    assert at.part("escalation").get_by_text(said.protocol.rule_out_sure).is_visible(), "pressed twice, it rules nothing out"
    at.page.keyboard.press("Escape")
    assert first.evaluate("(button) => button === document.activeElement")
    at.page.keyboard.press("Enter")
    at.page.keyboard.press("Tab")
    at.page.keyboard.press("Enter")


@pytest.mark.parametrize("language", Language)
def test_a_person_who_has_read_the_mail_can_rule_the_danger_out(open_desk: Open, language: Language) -> None:
    at, said = open_desk(language), words(language)
    at.mail.fill(DANGER[language])
    at.part("escalation").wait_for()
    rule_out(at, said)
    at.part("draftNotice").get_by_text(said.draft.ready).wait_for()
    assert identify(at.reply.input_value()).language is language
    assert not at.part("escalation").is_visible()
    note = at.part("ruledOut")
    assert said.protocol.ruled_out.format(risks=said.values.risks["self-harm"]) in note.inner_text()
    at.part("draft").click()
    at.part("draftNotice").get_by_text(said.draft.ready).wait_for()
    assert note.is_visible(), "what was ruled out stays so while the mail does"
    at.page.reload()
    note.wait_for()
    at.part("reading").locator(".risks").wait_for()
    assert not at.part("escalation").is_visible()
    note.get_by_role("button", name=said.protocol.take_back).click()
    assert at.part("escalation").is_visible()
    assert not note.is_visible()


def test_a_changed_mail_forgets_what_was_ruled_out(open_desk: Open) -> None:
    at = open_desk()
    at.mail.fill(DANGER["pl"])
    at.part("escalation").wait_for()
    rule_out(at, PL)
    at.part("draftNotice").get_by_text(PL.draft.ready).wait_for()
    at.mail.press_sequentially(" Naprawdę.")
    assert at.part("escalation").is_visible()
    at.page.wait_for_timeout(800)
    assert at.part("escalation").is_visible()
    assert not at.part("ruledOut").is_visible()
    at.mail.fill("Where is my order 12345?")
    at.part("draft").wait_for()
    assert not at.part("ruledOut").is_visible()


def test_ruling_out_one_danger_leaves_the_other(open_desk: Open) -> None:
    at, said = open_desk("en"), words(Language.EN)
    at.mail.fill(f"{DANGER['en']}\nBefore that I will come to your office and shoot whoever opens the door.")
    at.part("escalation").get_by_text(said.values.risks["self-harm"]).wait_for()
    rule_out(at, said)
    at.part("escalation").get_by_text(said.values.risks["violence-threat"]).wait_for()
    assert at.reply.input_value() == ""
    rule_out(at, said)
    at.part("draftNotice").get_by_text(said.draft.ready).wait_for()
    both = f"{said.values.risks['self-harm']}, {said.values.risks['violence-threat']}"
    assert said.protocol.ruled_out.format(risks=both) in at.part("ruledOut").inner_text()


def test_clearing_leaves_nothing_behind_and_can_be_undone(open_desk: Open) -> None:
    at = open_desk()
    at.mail.fill(MAIL)
    at.part("facts").fill("Rower jest w magazynie")
    at.defend()
    kept = "[localStorage, sessionStorage].map((store) => JSON.stringify({ ...store })).join('')"
    at.page.wait_for_function(f"({kept}).includes('Sowi')")
    at.part("clear").click()
    at.part("mailNotice").get_by_text(PL.mail.cleared).wait_for()
    at.page.wait_for_timeout(600)
    assert "Sowi" not in at.page.evaluate(kept)
    assert (at.mail.input_value(), at.reply.input_value(), at.part("facts").input_value()) == ("", "", "")
    at.part("mailNotice").get_by_role("button", name=PL.mail.undo).click()
    assert at.mail.input_value() == MAIL
    assert DEFENCE in at.reply.input_value()


def test_two_tabs_keep_their_own_desks(open_desk: Open) -> None:
    at = open_desk()
    at.reply.fill("Pierwsza karta.")
    at.page.wait_for_timeout(500)
    other = at.page.context.new_page()
    other.goto(at.page.url)
    second = Desk(other)
    second.reply.fill("Druga karta.")
    other.wait_for_timeout(500)
    at.page.reload()
    at.page.wait_for_function("document.querySelector('.reply-editor textarea')?.value === 'Pierwsza karta.'")
    other.reload()
    other.wait_for_function("document.querySelector('.reply-editor textarea')?.value === 'Druga karta.'")


def test_a_mail_comes_from_a_file(open_desk: Open) -> None:
    at = open_desk()
    eml = "From: P <p@example.com>\nSubject: Rower\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\nKiedy dostanę rower?\n"
    at.part("file").set_input_files({"name": "m.eml", "mimeType": "message/rfc822", "buffer": eml.encode()})
    at.page.wait_for_function("document.querySelector('.mail-editor textarea').value === 'Subject: Rower\\n\\nKiedy dostanę rower?'")
    at.part("file").set_input_files({"name": "m.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n" + bytes(99)})
    at.part("mailNotice").get_by_text(PL.errors.file).wait_for()
    assert "rower" in at.mail.input_value()


def test_no_key_is_lost_in_fast_typing(open_desk: Open) -> None:
    at = open_desk()
    text = f"Dzień dobry, sprawdzam to teraz. {DEFENCE} " * 12
    at.reply.focus()
    at.page.keyboard.type(text)
    assert at.reply.input_value() == text
    at.cards.first.wait_for()
    at.page.wait_for_function("document.querySelectorAll('.reply-editor mark.error').length >= 12")
    at.page.evaluate("document.querySelector('.reply-editor textarea').setSelectionRange(5, 5)")
    at.page.keyboard.type("abc")
    at.page.wait_for_timeout(600)
    assert at.page.evaluate("document.querySelector('.reply-editor textarea').selectionStart") == 8


def test_everything_can_be_done_with_the_keyboard(open_desk: Open) -> None:
    at = open_desk()
    at.mail.fill(MAIL)
    at.page.keyboard.press("Control+Enter")
    at.part("draftNotice").get_by_text(PL.draft.ready).wait_for()
    at.defend()
    at.page.keyboard.press("F8")
    assert at.page.evaluate("document.activeElement.classList.contains('card')")
    at.page.keyboard.press("Escape")
    assert at.page.evaluate("getSelection().toString()") == "To nie nasza wina"
    at.page.keyboard.press("F8")
    at.page.keyboard.press("Tab")
    at.page.keyboard.press("Enter")
    at.page.wait_for_function("!document.querySelector('.reply-editor textarea').value.includes('nasza wina')")
    assert at.page.evaluate("document.activeElement.closest('.reply-editor') !== null")


@pytest.mark.parametrize("language", Language)
def test_an_example_fills_an_empty_desk(open_desk: Open, language: Language) -> None:
    at = open_desk(language)
    assert at.page.evaluate("document.documentElement.lang") == language
    at.page.get_by_role("button", name=examples(language)[0].title).click()
    assert at.mail.input_value() == examples(language)[0].mail
    at.part("reading").locator("q").first.wait_for()
    assert at.draft()


def test_an_address_can_ask_for_an_example(open_desk: Open) -> None:
    at = open_desk("it", "?example=2")
    assert at.mail.input_value() == examples(Language.IT)[1].mail


AUDIT = Path(__file__).with_name("audit.js")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_everything_has_a_name_and_can_be_read(open_desk: Open, theme: str) -> None:
    at = open_desk("pl", f"?__theme={theme}")
    at.page.evaluate(f"() => {{ {AUDIT.read_text(encoding='utf-8')} Object.assign(window, {{ nameless, faint }}); }}")
    assert at.page.evaluate("document.body.classList.contains('dark')") == (theme == "dark")
    assert at.page.evaluate("faint()") == []
    at.mail.fill(MAIL + "\nMój prawnik już o tym wie.")
    at.draft()
    at.mail.fill(MAIL)
    at.write(f" {DEFENCE} Odezwiemy się wkrótce.")
    at.cards.first.wait_for()
    at.page.locator("details").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
    assert at.page.evaluate("nameless()") == []
    assert at.page.evaluate("faint()") == []
    at.mail.fill(DANGER["pl"])
    at.part("escalation").get_by_role("button", name=PL.protocol.rule_out).click()
    assert at.page.evaluate("faint()") == []
    at.part("escalation").get_by_role("button", name=PL.protocol.rule_out_yes).click()
    at.part("draftNotice").get_by_text(PL.draft.ready).wait_for()
    assert at.part("ruledOut").is_visible()
    assert at.page.evaluate("nameless()") == []
    assert at.page.evaluate("faint()") == []
    at.page.route("**/component_server/**", lambda route: route.abort())
    at.part("draft").click()
    at.part("draftNotice").get_by_text(PL.errors.unreachable).wait_for()
    assert at.page.evaluate("faint()") == []


@pytest.mark.parametrize(("width", "columns"), [(1440, 3), (1200, 3), (900, 2), (390, 1), (320, 1)])
def test_the_columns_fit_the_window(open_desk: Open, width: int, columns: int) -> None:
    at = open_desk()
    at.mail.fill(MAIL + "\n" + "bardzodługiesłowo" * 20)
    at.draft()
    at.write(f" {DEFENCE}")
    at.cards.first.wait_for()
    at.page.set_viewport_size({"width": width, "height": 900})
    assert at.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    lefts: list[Any] = at.page.locator(".pane").evaluate_all("(all) => all.map((one) => Math.round(one.getBoundingClientRect().left))")
    assert len(set(lefts)) == columns


@pytest.mark.parametrize("width", [1440, 900, 390])
def test_the_caret_stays_in_view(open_desk: Open, width: int) -> None:
    at = open_desk()
    at.page.set_viewport_size({"width": width, "height": 700})
    at.reply.focus()
    for number in range(40):
        at.page.keyboard.type(f"{number}\n")
    at.page.keyboard.type("koniec")
    bottom = "(() => { const range = document.createRange(); const all = document.querySelector('.reply-editor .mirror').childNodes;"
    bottom += "range.selectNodeContents(all[all.length - 1]); return range.getBoundingClientRect().bottom; })()"
    bar = at.part("finish").bounding_box()
    assert bar
    assert 0 < at.page.evaluate(bottom) <= min(bar["y"], 700)
