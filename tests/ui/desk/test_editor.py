"""The editor on its own, in a real browser: spans that move with the text, a mirror that never drifts, undo that works."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EDITOR = """
<div class="desk"><div class="editor boxed" id="it" style="width: 420px; font: 16px/1.6 sans-serif">
  <div class="mirror"></div><textarea rows="1"></textarea></div></div>
"""
MARK_BUT = """
window.editor = new Editor(document.getElementById('it'), { onEdit: () => {}, onCaret: () => {}, follow: () => {} });
editor.markWith((text) => [...text.matchAll(/but/g)].map((m) => ({ start: m.index, end: m.index + 3, kind: 'error', key: 'k' + m.index })));
"""
TEXTS = [
    "one line",
    "a line\n\nand another one after an empty line\n",
    "word " * 200,
    "averyveryverylongwordwithoutanyspacethatmustbebrokensomewhereorthelinewouldrunoutofthebox " * 3,
    "Zażółć gęślą jaźń, but été à Nîmes 😀 but “però” – but…\n\n  indented but\ttabbed but\n\n",
    "offices, fluffy, affine ffi but fi fl " * 12,
]


@pytest.fixture
def editor(page: "Page", scripts: str, styles: str) -> "Page":
    page.set_content(f"<style>{styles}</style>{EDITOR}")
    page.add_script_tag(content=scripts + MARK_BUT)
    return page


@pytest.mark.parametrize("text", TEXTS)
def test_the_mirror_breaks_lines_where_the_textarea_does(editor: "Page", text: str) -> None:
    """Hidden overflow would show in scrollHeight: as long as both are equally high at every width, no line breaks elsewhere."""
    heights = editor.evaluate(
        """(text) => [250, 333, 420, 517, 700].map((width) => {
            document.getElementById('it').style.width = width + 'px';
            editor.restore(text);
            return [editor.mirror.offsetHeight, editor.field.scrollHeight, editor.field.offsetHeight];
        })""",
        text,
    )
    assert all(mirror == scrolled == shown for mirror, scrolled, shown in heights), heights


def test_the_mirror_holds_the_text_and_nothing_that_runs(editor: "Page") -> None:
    hostile = "</textarea><script>window.ran = 1</script><img src=x onerror='window.ran = 2'> but &amp; <b>bold</b>"
    editor.locator("textarea").fill(hostile)
    assert editor.evaluate("editor.mirror.textContent") == hostile + "\u200b"
    assert editor.evaluate("[...editor.mirror.querySelectorAll('*')].map((node) => node.tagName)") == ["MARK"]
    editor.wait_for_timeout(200)
    assert editor.evaluate("window.ran") is None


def test_a_replacement_can_be_undone_and_done_again(editor: "Page") -> None:
    field = editor.locator("textarea")
    field.press_sequentially("We are sorry but it is late")
    editor.evaluate("editor.replace(13, 16, 'and')")
    assert field.input_value() == "We are sorry and it is late"
    editor.keyboard.press("Control+z")
    assert field.input_value() == "We are sorry but it is late"
    editor.keyboard.press("Control+Shift+z")
    assert field.input_value() == "We are sorry and it is late"
    assert not editor.locator("mark").count()


def test_marks_follow_the_typing_at_once(editor: "Page") -> None:
    field = editor.locator("textarea")
    field.fill("late but here")
    editor.evaluate("editor.field.setSelectionRange(0, 0)")
    editor.keyboard.type("We are ")
    assert field.input_value() == "We are late but here"
    assert editor.locator("mark").inner_text() == "but"
    assert editor.evaluate("editor.field.selectionStart") == 7


@pytest.mark.parametrize(
    ("before", "after", "span", "wanted"),
    [
        ("abc but def", "abc but def", (4, 7), (4, 7)),
        ("abc but def", "xx abc but def", (4, 7), (7, 10)),
        ("abc but def", "abc but def xx", (4, 7), (4, 7)),
        ("abc but def", "but def", (4, 7), (0, 3)),
        ("abc but def", "abc bxut def", (4, 7), None),
        ("abc but def", "abc def", (4, 7), None),
        ("😀 but", "😀😀 but", (3, 6), (5, 8)),
        ("aaa but", "aa but", (4, 7), (3, 6)),
    ],
)
def test_spans_are_carried_along_with_an_edit(
    editor: "Page", before: str, after: str, span: tuple[int, int], wanted: tuple[int, int] | None
) -> None:
    carried = editor.evaluate("([before, after, start, end]) => carried({ start, end }, difference(before, after))", [before, after, *span])
    assert (carried and (carried["start"], carried["end"])) == wanted


def test_overlapping_marks_never_double_the_text(editor: "Page") -> None:
    pieces = editor.evaluate(
        """() => pieces('0123456789', [
            { start: 2, end: 6, kind: 'a' }, { start: 4, end: 8, kind: 'b' }, { start: 9, end: 99, kind: 'c' }
        ]).map((piece) => [piece.text, piece.marks.map((mark) => mark.kind).join('')])"""
    )
    assert pieces == [["01", ""], ["23", "a"], ["45", "ab"], ["67", "b"], ["8", ""], ["9", "c"]]


def test_only_what_stands_in_double_brackets_is_a_gap(editor: "Page") -> None:
    text = "Dear [[name]], [not this] [[nor\nthis]] [[ ]] [[[day]]]"
    assert editor.evaluate("(text) => gapsOf(text).map((gap) => text.slice(gap.start, gap.end))", text) == ["[[name]]", "[[ ]]", "[[day]]"]


def test_only_the_newest_waiting_call_is_made(editor: "Page") -> None:
    """Ten keystrokes while one review runs cost one more review, and only its answer is shown."""
    asked, shown = editor.evaluate(
        """async () => {
            const asked = [], shown = [];
            const call = (n) => new Promise((done) => { asked.push(n); setTimeout(() => done({ n }), 30); });
            const request = newestOnly(call, (answer) => shown.push(answer.n));
            for (let n = 1; n <= 10; n += 1) request(n);
            await new Promise((done) => setTimeout(done, 150));
            return [asked, shown];
        }"""
    )
    assert (asked, shown) == ([1, 10], [10])


def test_a_service_that_fails_or_is_silent_is_an_answer(editor: "Page") -> None:
    answers = editor.evaluate(
        "() => Promise.all([ask(() => Promise.reject(new Error()), 1), ask(async () => undefined, 1), ask(async () => ({ ok: 1 }), 1)])"
    )
    assert answers == [{"error": "unreachable"}, {"error": "unreachable"}, {"ok": 1}]
