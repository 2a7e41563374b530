"""Links: well-formed, arXiv ids of the right shape, and every one of a text among the sources."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from course.findings import Finding
from course.rules.subject import Subject

_MARKDOWN_LINK = re.compile(r"\[[^\]\n]*\]\(([^)\n]*)\)")
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)
_ARXIV_PAGE = re.compile(r"/(abs|pdf)/[0-9]{4}\.[0-9]{4,5}(v[0-9]+)?(\.pdf)?")


def findings(subject: Subject) -> Iterator[Finding]:
    """Yield links that lead nowhere, and those that the Day's sources do not name."""
    for at, source in enumerate(subject.day.sources):
        if problem := trouble(source.url):
            remedy = "Copy the address from your browser"
            yield Finding(("sources", at, "url"), f"{source.url}: {problem}", remedy)
    sources = {_plain(source.url) for source in subject.day.sources}
    for at, step in enumerate(subject.day.steps):
        for line, url in _links(subject.texts[step.id]):
            path = ("steps", at, "text")
            if problem := trouble(url):
                remedy = "Copy the address from your browser"
                yield Finding(path, f"{url}: {problem}", remedy, line)
            elif _plain(url) not in sources:
                problem = f"{url} is not among the Day's sources"
                yield Finding(path, problem, "Add it under sources, with its title", line)


def trouble(url: str) -> str:
    """Return what is wrong with an address; empty when nothing is."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return "it is not an address"
    if parts.scheme not in ("http", "https"):
        return "it does not begin with https://"
    if not _HOST.fullmatch(host) or re.search(r"\s", url):
        return "it is not an address"
    if host.endswith("arxiv.org") and not _ARXIV_PAGE.fullmatch(parts.path):
        return "it has no arXiv id such as 2403.03181"
    return ""


def _links(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        for match in _MARKDOWN_LINK.finditer(line):
            yield number, match[1].strip()


def _plain(url: str) -> str:
    return url.partition("#")[0].rstrip("/")
