"""HTML mail becomes the lines that its reader sees."""

import pytest

from services.core.intake.readers import html_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<br>Two<br/>Three", "One\nTwo\nThree"),
        ("<div>One</div><div>Two</div>", "One\nTwo"),
        ("<p>A &amp; B &ndash; caf&eacute; &#8364;</p>", "A & B – café €"),
        ("<ul><li>Epic</li><li>Cerner</li></ul>", "- Epic\n- Cerner"),
        ("<style>p{}</style><script>x()</script><title>T</title><p>Shown</p>", "Shown"),
        ("<p>wrapped\n   over\n lines</p>", "wrapped over lines"),
        ("no markup < at all & more", "no markup < at all & more"),
        ("<p>unclosed <b>bold <p>next", "unclosed bold\n\nnext"),
    ],
)
def test_blocks_breaks_and_marks(html: str, text: str) -> None:
    assert html_text.to_text(html) == text


def test_cells_of_a_row_are_joined_and_rows_are_lines() -> None:
    html = "<table><tr><td>Name</td><td><p>Sarah Chen</p><p>MD</p></td></tr><tr><td>Rate<td>$900<tr><td>x<td>y</table>"
    assert html_text.to_text(html) == "Name | Sarah Chen MD\nRate | $900\nx | y"


def test_tables_that_only_lay_out_the_page_leave_its_lines_alone() -> None:
    html = "<table><tr><td><p>Dear Tom,</p><table><tr><td>A</td><td>B</td></tr></table><p>Bye</p></td></tr></table>"
    assert html_text.to_text(html) == "Dear Tom,\n\nA | B\n\nBye"


def test_quotations_are_marked_and_mere_indentation_is_not() -> None:
    html = 'Yes.<blockquote type="cite"><p>Free?</p><blockquote class="gmail_quote">Older</blockquote>'
    assert html_text.to_text(html) == "Yes.\n\n> Free?\n>\n> > Older"
    assert html_text.to_text("<blockquote>Sarah Chen</blockquote>") == "Sarah Chen"


def test_profile_and_mail_addresses_hidden_behind_words_are_shown() -> None:
    html = (
        '<a href="https://www.linkedin.com/in/sarah">Profile</a> <a href="mailto:a@x.com?subject=y">Write</a>'
        ' <a href="https://tracking.example/abc">here</a> <a href="mailto:b@x.com">b@x.com</a>'
        ' <a href="https://eu.safelinks.protection.outlook.com/?url=https%3A%2F%2Flinkedin.com%2Fin%2Fana&data=1">Ana</a>'
    )
    assert html_text.to_text(html) == (
        "Profile <https://www.linkedin.com/in/sarah> Write <a@x.com> here b@x.com Ana <https://linkedin.com/in/ana>"
    )


@pytest.mark.parametrize("start", ["<a ", '<a x="', "<!--", "<!", "<?", "</", "<style>", "&#9", "<", "<a href="])
def test_what_is_opened_and_never_closed_ends_in_time(start: str) -> None:
    html_text.to_text("Sarah Chen" + start * 100_000)


@pytest.mark.parametrize(
    "html", ["&#99999999999;", "&#" + "9" * 5_000 + ";", "&#xffffffffffff", "<a href='http://[x'>a</a>"]
)
def test_characters_and_addresses_that_cannot_be_are_left_out(html: str) -> None:
    assert html_text.to_text(f"Sarah{html}").startswith("Sarah")


def test_tables_nested_deeper_than_any_mail_nests_them_end_in_time() -> None:
    assert html_text.to_text("<table><tr><td>x" * 20_000).count("x") == 20_000
