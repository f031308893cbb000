"""One small broken file for each mistake; the message names the file and the offending thing."""

import pytest

from comity.kernel.errors import BadInput
from comity.triage import guidance, letters
from comity.triage.questions.loader import load

HEAD = 'languages = ["en", "de"]\n'
TEXTS = '[question.text.en]\ntitle = "A?"\n[question.text.de]\ntitle = "A?"\n'
CHOICE = (
    '[[question]]\nid = "first"\nkind = "choice"\n'
    + TEXTS
    + '[[question.option]]\nvalue = "a"\nmarks = ["m"]\ntext = { en = "a", de = "a" }\n'
    '[[question.option]]\nvalue = "b"\ntext = { en = "b", de = "b" }\n'
)


def questions(tmp_path, text):
    (tmp_path / "questions").mkdir(exist_ok=True)
    (tmp_path / "questions" / "10-x.toml").write_text(text, encoding="utf-8")
    load.cache_clear()
    return load(tmp_path)


def test_the_smallest_right_file(tmp_path):
    follow = '[[question]]\nid = "more"\nkind = "text"\nwhen = ["m"]\n' + TEXTS
    assert [one.id for one in questions(tmp_path, HEAD + CHOICE + follow).questions] == ["first", "more"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (HEAD + CHOICE.replace('id = "first"', 'id = "first"\ntilte = 1'), "unknown key 'question[1].tilte'"),
        (
            HEAD + CHOICE.replace('title = "A?"\n[question.text.de]', 'titel = "A?"\n[question.text.de]'),
            "Did you mean 'title'",
        ),
        (HEAD + CHOICE.replace('kind = "choice"', 'kind = "choise"'), "not one of"),
        (HEAD + CHOICE.replace('[question.text.de]\ntitle = "A?"\n', ""), "first has no text in de"),
        (HEAD + CHOICE.replace('{ en = "b", de = "b" }', '{ en = "b" }'), "no text of the option 'b' in de"),
        (HEAD + CHOICE + CHOICE, "used twice"),
        (HEAD + CHOICE.replace('value = "b"', 'value = "a"'), "the same value twice"),
        (HEAD + CHOICE.replace('"choice"', '"truth"'), "Options of a truth"),
        (
            HEAD + CHOICE + '[[question]]\nid = "more"\nkind = "text"\nwhen = ["nowhere"]\n' + TEXTS,
            "which no earlier answer sets",
        ),
        (
            HEAD + CHOICE + '[[question]]\nid = "more"\nkind = "text"\nwhen = ["m", "!m"]\n' + TEXTS,
            "no answers lead to more",
        ),
        (HEAD + '[[question]]\nid = "first"\nkind = "choice"\n' + TEXTS, "fewer than two options"),
        (HEAD + CHOICE.replace('kind = "choice"', 'kind = "choice"\nkinds = ["wallet"]'), "not one of"),
        ("languages = [", "not TOML"),
    ],
)
def test_each_mistake_is_named(tmp_path, text, said):
    with pytest.raises(BadInput) as caught:
        questions(tmp_path, text)
    assert said in str(caught.value)
    assert "10-x.toml" in str(caught.value)


def test_all_mistakes_of_a_file_come_at_once(tmp_path):
    text = HEAD + CHOICE.replace('[question.text.de]\ntitle = "A?"\n', "").replace(
        'kind = "choice"', 'kind = "choice"\nhelp = 1'
    )
    with pytest.raises(BadInput) as caught:
        questions(tmp_path, text)
    assert len(caught.value.faults) >= 2


def content(tmp_path, **files):
    for folder in ("advice", "legal_effect", "help", "letters/en"):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
    (tmp_path / "advice" / "groups.toml").write_text('EU = ["DE"]\n')
    for name, text in files.items():
        (tmp_path / name.replace("__", "/").replace("_toml", ".toml").replace("_md", ".md")).write_text(
            text, encoding="utf-8"
        )
    guidance.load.cache_clear()
    letters.load.cache_clear()
    return tmp_path


ADVICE = '[[advice]]\nid = "x"\nsource = "s"\n[advice.text.en]\ntitle = "t"\n'


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("advice__x_toml", ADVICE.replace('source = "s"\n', ""), "has no source"),
        ("advice__x_toml", ADVICE.replace("text.en", "text.de"), "has no English text"),
        (
            "advice__x_toml",
            ADVICE.replace('source = "s"', 'source = "s"\nplaces = ["ASIA"]'),
            "'ASIA' is not defined",
        ),
        ("advice__x_toml", ADVICE.replace('source = "s"', 'source = "s"\nconfidence = "sure"'), "not one of"),
        (
            "legal_effect__x_toml",
            ADVICE.replace("advice", "point").replace('source = "s"', 'source = "s"\nkind = "maybe"'),
            "not one of",
        ),
        ("help__x_toml", '[[line]]\nkind = "victim"\nname = "x"\nnumber = "1"\n', "has no source"),
    ],
)
def test_guidance_is_read_strictly(tmp_path, name, text, said):
    root = content(tmp_path, **{name: text})
    with pytest.raises(BadInput, match=said):
        guidance.load(root)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("language: en\nsubject: S\nevent: e\n\nBody", "header lacks a line"),
        ("language: de\nsubject: S\nevent: e\nvalues:\n\nBody", "names another language"),
        ("language: en\nsubject: S\nevent: e\nvalues: a\n\nBody {b}", "values of header and body differ"),
        ("language: en\nsubject: About {a}\nevent: e\nvalues: a\n\nBody {a}", "stand in the subject"),
    ],
)
def test_letters_are_read_strictly(tmp_path, text, said):
    root = content(tmp_path, letters__en__x_md=text)
    with pytest.raises(BadInput, match=said):
        letters.load(root)
