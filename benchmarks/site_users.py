"""People at work on the site, each in a thread with a session of their own; how long each waits.

Everybody goes round: Today, the plan of a chart, one more page of it, and in every second round a
weight, by the form of the site. Between two pages they read and type, at one of two paces. What a
person waits for is timed, from the first byte sent to the last received, once the site has been
at work for a while: one that was just started reads every chart for the first time.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from threading import Event, Thread
from time import perf_counter
from urllib.parse import urlencode

# The seconds between two pages. "reading" is the think time of TPC-W (clause 5.3.2.1, KNOWN): a
# negative exponential of mean 7 s, cut at ten times that. "brisk" is faster than anybody reads.
_MEAN_SECONDS = 7.0
PACES: dict[str, Callable[[random.Random], float]] = {
    "brisk": lambda draw: draw.uniform(1.0, 3.0),
    "reading": lambda draw: min(draw.expovariate(1 / _MEAN_SECONDS), 10 * _MEAN_SECONDS),
}
TODAY, CHART, OTHER, FORM, WRITE = "Today", "Chart", "other page", "form", "write"
_IDLE_SECONDS = 20
_OTHERS = ("labs/", "entries/", "order/")
_LISTED = 0.75  # how often a chart is one that Today lists; else any of the store
_ON_TODAY = re.compile(r'href="/charts/([^/"]+)/"')
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
_CODE = re.compile(r"\bE\d{3}\b")
_GONE_ON = "E513"  # somebody else wrote on this chart since the form was opened
_OK, _FOUND, _REFUSED = 200, 302, 422


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from one request."""

    status: int
    text: str
    location: str
    seconds: float


@dataclass(slots=True)
class Waited:
    """The seconds waited by kind of request, once they count; and what else came of it.

    `answers` counts all that came; `gone_on`, how often somebody else had written on the chart.
    """

    seconds: dict[str, list[float]] = field(default_factory=dict)
    answers: int = 0
    gone_on: int = 0
    faults: list[str] = field(default_factory=list)


class Browser:
    """One connection that stays open while it is used, and the cookies of one person."""

    def __init__(self, port: int, session: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._used = perf_counter()
        self._cookies = {"sessionid": session}

    def get(self, path: str) -> Answer:
        """A page."""
        return self._ask("GET", path, None)

    def post(self, path: str, form: dict[str, str]) -> Answer:
        """A form, sent."""
        return self._ask("POST", path, urlencode(form))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        start = perf_counter()
        if start - self._used > _IDLE_SECONDS:
            self._connection.close()  # the site closes it soon; the request opens a new one
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        text = response.read().decode("utf-8")
        self._used = perf_counter()
        seconds = self._used - start
        for cookie in response.headers.get_all("Set-Cookie", ()):
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return Answer(response.status, text, response.headers.get("Location", ""), seconds)


class Person(Thread):
    """Somebody who goes round until `over`; what they wait is counted from `counts` on."""

    def __init__(
        self,
        number: int,
        browser: Browser,
        cases: Sequence[str],
        pace: str,
        *,
        counts: Event,
        over: Event,
    ) -> None:
        super().__init__(daemon=True)
        self.waited = Waited()
        self._browser, self._cases, self._pause = browser, cases, PACES[pace]
        self._counts, self._over = counts, over
        self._draw = random.Random(number)  # noqa: S311  the same people each time
        self._rounds = 0

    def run(self) -> None:
        """Work until it is over, or until something goes wrong."""
        try:
            self._think()
            while not self._over.is_set():
                self._round()
                self._rounds += 1
        except (OSError, HTTPException) as error:
            self.waited.faults.append(f"no answer: {type(error).__name__}")

    def _round(self) -> None:
        """Today, a chart, one more page of it; in every second round a weight."""
        today = self._look(TODAY, "/")
        listed = _ON_TODAY.findall(today.text)
        is_listed = listed and self._draw.random() < _LISTED
        chart = f"/charts/{self._draw.choice(listed if is_listed else self._cases)}/"
        self._look(CHART, chart)
        self._look(OTHER, chart + self._draw.choice(_OTHERS))
        if self._rounds % 2:
            self._record(chart)

    def _record(self, chart: str) -> None:
        """A weight; its answer leads to the chart, which is looked at again."""
        page = f"{chart}record/weight/"
        opened = self._look(FORM, page)
        form = {
            **dict(_HIDDEN.findall(opened.text)),
            "at": "",
            "weight": f"70.{self._rounds % 10} kg",
        }
        sent = self._browser.post(page, form)
        self.waited.answers += 1
        if sent.status == _REFUSED and _GONE_ON in sent.text:
            self.waited.gone_on += 1
        elif sent.status == _FOUND:
            self._note(WRITE, sent)
            self._look(CHART, sent.location)
            return
        else:
            codes = ", ".join(sorted(set(_CODE.findall(sent.text))))
            self.waited.faults.append(f"{WRITE}: status {sent.status} {codes}".rstrip())
        self._think()

    def _look(self, kind: str, path: str) -> Answer:
        found = self._browser.get(path)
        self.waited.answers += 1
        if found.status != _OK:
            self.waited.faults.append(f"{kind}: status {found.status}")
        self._note(kind, found)
        self._think()
        return found

    def _note(self, kind: str, answer: Answer) -> None:
        if self._counts.is_set():
            self.waited.seconds.setdefault(kind, []).append(answer.seconds)

    def _think(self) -> None:
        self._over.wait(self._pause(self._draw))
