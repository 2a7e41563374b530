"""Slips in what a student reads and writes: texts, hints, links, rates, quizzes, documents."""

from planting import DAY, TEXT, Planted, add, in_day, in_text, with_step

QUIZ = """\
  - id: quiz
    title: Answer it
    kind: quiz
    minutes: 5
    text: Answer it.
    questions:
      - {id: width, kind: choice, ask: How wide?, options: {a: One, b: Two}, right: [RIGHT],
         explanation: It is two., source: SOURCE}
    deliverables:
      - {id: passed, title: Passed, check: {name: quiz-passed}}
"""
NUMBER = """\
  - id: quiz
    title: Answer it
    kind: quiz
    minutes: 5
    text: Answer it.
    questions:
      - {id: width, kind: number, ask: How wide?, answer: 0.39,
         tolerance: TOLERANCE,
         explanation: It is., source: train}
    deliverables:
      - {id: passed, title: Passed, check: {name: quiz-passed}}
"""
NOTES = """\
  - id: notes
    title: Write it down
    kind: write
    minutes: 5
    text: Write it.
    document: {path: PATH, template: templates/notes.md}
    deliverables:
      - id: notes
        title: Notes
        check: {name: words-written, args: {path: PATH, words: 9, headings: [What I saw]}}
"""

WORDS: dict[str, Planted] = {
    "a text that no Step shows": (
        add("day01/old.md", "Old."),
        "day01/old.md",
        "",
        "no Step shows this file",
        "Name it as the text of a Step",
    ),
    "an empty text": (
        in_day("text: Read the glossary.", 'text: ""'),
        DAY,
        'text: ""',
        'the text of "words" is empty',
        "what to expect",
    ),
    "an empty Markdown file": (
        add(TEXT, "\n"),
        DAY,
        "text: train.md",
        'the text of "train" is empty',
        "what to expect",
    ),
    "a run without hints": (
        in_day("    hints:\n      - Which checkpoint?\n", ""),
        DAY,
        "id: evaluate",
        '"evaluate" has no hints',
        "never gives it away",
    ),
    "a first hint that is no question": (
        in_day("- Which checkpoint?", "- Name the checkpoint of train."),
        DAY,
        "- Name the checkpoint",
        'the first hint of "evaluate" is no question',
        "Begin with a question",
    ),
    "a hint that is blank": (
        in_day("- Which checkpoint?", '- ""'),
        DAY,
        '- ""',
        "it is blank",
        "leave the whole entry out",
    ),
    "a glossary Step without a glossary": (
        in_day(
            "glossary:\n  - term: Policy\n    meaning: What maps observations to actions.\n",
            "",
        ),
        DAY,
        "kind: glossary",
        '"words" is about a glossary that is empty',
        "Add terms",
    ),
    "a word explained twice": (
        in_day("glossary:\n", "glossary:\n  - {term: policy, meaning: Again.}\n"),
        DAY,
        "term: Policy",
        '"Policy" is explained twice',
        "Keep one",
    ),
    "a source that is no address": (
        in_day("url: https://arxiv.org/abs/2403.03181", "url: arxiv.org/abs/2403.03181"),
        DAY,
        "url: arxiv",
        "does not begin with https://",
        "Copy the address",
    ),
    "an arXiv id that is none": (
        in_text("2403.03181", "24033181"),
        TEXT,
        "24033181",
        "it has no arXiv id",
        "Copy the address",
    ),
    "a link to nowhere": (
        in_text("(https://arxiv.org/abs/2403.03181)", "(TODO)"),
        TEXT,
        "(TODO)",
        "TODO: it does not begin with https://",
        "Copy the address",
    ),
    "a link that is not among the sources": (
        in_text("(https://arxiv.org/abs/2403.03181)", "(https://arxiv.org/abs/2206.11251)"),
        TEXT,
        "2206.11251",
        "is not among the Day's sources",
        "Add it under sources",
    ),
    "a success rate without its interval": (
        in_text(" (0.76–0.99)", ""),
        TEXT,
        "19/20",
        "19/20 stands without its 95 % interval",
        "Add it in brackets",
    ),
    "a text that is not there": (
        in_day("text: train.md", "text: trian.md"),
        DAY,
        "trian.md",
        "there is no file trian.md beside day.yaml",
        "Write trian.md, or correct the name",
    ),
    "a quiz in which every answer is right": (
        with_step(QUIZ.replace("[RIGHT]", "[a, b]").replace("SOURCE", "train")),
        DAY,
        "right: [a, b]",
        'every option of "width" is right',
        "Add one that is wrong",
    ),
    "a number that any other is near to": (
        with_step(NUMBER.replace("TOLERANCE", "1e9")),
        DAY,
        "tolerance: 1e9",
        "accepts 0 for 0.39",
        "how far from 0.39",
    ),
    "a number that nobody hits": (
        with_step(NUMBER.replace("TOLERANCE", "0")),
        DAY,
        "tolerance: 0",
        "a tolerance of 0 asks for every digit of 0.39",
        "how far from 0.39",
    ),
    "a file beside the Day that nothing uses": (
        add("day01/notes.md.bak", "Old."),
        "day01/notes.md.bak",
        "",
        "nothing of the Day uses this",
        "remove it",
    ),
    "a rate above its episodes": (
        in_text("19/20 (0.76–0.99)", "25/20 (0.76–0.99)"),
        TEXT,
        "25/20",
        "25/20 is no rate",
        "successes of episodes",
    ),
    "a rate outside of its interval": (
        in_text("19/20 (0.76–0.99)", "19/20 (0.10–0.20)"),
        TEXT,
        "19/20",
        "the interval 0.10–0.20 does not hold 19/20",
        "Work the interval out",
    ),
    "a rate without its interval in a hint": (
        in_day("- What does the log say?", "- Why did we see 19/20?"),
        DAY,
        "19/20",
        "19/20 stands without its 95 % interval",
        "Add it in brackets",
    ),
    "a rate without its interval in a template": (
        with_step(NOTES.replace("PATH", "notes.md"), notes="# What I saw\n\nOurs: 19/20.\n"),
        DAY,
        "templates/notes.md",
        "19/20 stands without its 95 % interval",
        "Add it in brackets",
    ),
    "a quiz with no right option": (
        with_step(QUIZ.replace("[RIGHT]", "[]").replace("SOURCE", "train")),
        DAY,
        "right: []",
        'no option of "width" is right',
        "Name at least one of its options",
    ),
    "a quiz whose right option is none": (
        with_step(QUIZ.replace("RIGHT", "c").replace("SOURCE", "train")),
        DAY,
        "right: [c]",
        'there is no option "c"',
        "Known: a, b",
    ),
    "a question whose source is no Step": (
        with_step(QUIZ.replace("RIGHT", "b").replace("SOURCE", "reed")),
        DAY,
        "source: reed",
        'there is no Step "reed"',
        "Known: evaluate, quiz, train, words",
    ),
    "a template that lacks a heading": (
        with_step(NOTES.replace("PATH", "docs/notes.md"), notes="# Notes\n"),
        DAY,
        "headings:",
        'templates/notes.md has no heading "What I saw"',
        "Known: Notes",
    ),
    "a document outside of the workspace": (
        with_step(NOTES.replace("PATH", "../notes.md"), notes="# Notes\n\n## What I saw\n"),
        DAY,
        "path: ../notes.md",
        "is no place for a student's file",
        "docs/",
    ),
    "a template that is not there": (
        with_step(NOTES.replace("PATH", "docs/notes.md")),
        DAY,
        "templates/notes.md",
        "there is no file templates/notes.md beside day.yaml",
        "Write templates/notes.md, or correct the name",
    ),
    "a template that nothing begins with": (
        add("day01/templates/old.md", "# Old"),
        "day01/templates/old.md",
        "",
        "no Step begins with this template",
        "or remove it",
    ),
}
