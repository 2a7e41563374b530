"""The texts of a new Day: two Steps that hold together, to be replaced by what the Day is about."""

MODELINE = "# yaml-language-server: $schema={schema}\n"
OUTLINE = """\
format: 1
id: {course}
title: {title}
weeks:
  - number: {week}
    title: Week {week}
    days: [{day}]
"""
DAY = """\
id: {day}
number: {number}
title: {quoted}
objectives:
  - Say in your own words what LeRobot needs to know of a policy
commit_message: {message}
sources:
  - title: "LeRobot's documentation"
    url: https://huggingface.co/docs/lerobot
steps:
  - id: read
    title: Read how it works
    kind: read
    minutes: 20
    text: read.md
    deliverables:
      - id: questions
        title: You can answer the two questions
        check: {{name: attested}}

  - id: notes
    title: Write down what you learned
    kind: write
    minutes: 20
    text: notes.md
    needs: [read]
    document: {{path: docs/{day}_notes.md, template: templates/notes.md}}
    hints:
      - Which of the two questions could you explain to somebody who has not read the page?
    deliverables:
      - id: notes
        title: Your notes, 40 words and more
        check:
          name: words-written
          args: {{path: docs/{day}_notes.md, words: 40, headings: [What I learned]}}
"""
READ = """\
Read the first page of [LeRobot's documentation](https://huggingface.co/docs/lerobot) (20 minutes).

**What to look for**

1. What does a dataset hold besides pictures and actions?
2. Which of its commands trains, and which evaluates?
"""
NOTES = """\
Write `docs/{day}_notes.md`, at least 40 words of your own under the heading **What I learned**.
Answer the two questions, and name one that the page left open.
"""
TEMPLATE = """\
# Day {number}: {title}

## What I learned

> Answer both questions, then write down one that is still open.
"""
SOLVED = """\
# Day {number}: {title}

## What I learned

A dataset holds the robot's joints, what it was told to do and when, beside the pictures: without
the times nobody could line them up. One command trains a policy and leaves a checkpoint, another
runs that checkpoint for some episodes and counts. I still do not know who decides that an episode
was a success.
"""
