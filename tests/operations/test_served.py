"""A server that is killed loses nothing it said was kept; many at once get success or a conflict.

The figures are printed (`pytest -s`).
"""

import gzip
import http.client
import json
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event, Lock
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.browser.harness import site_environment
from tests.house.source import ROOT
from tests.operations.served import TYPE, served, visitor

pytestmark = [pytest.mark.database]

CLIENTS, ROUNDS, SAVES_A_ROUND = 8, 2, 40
MANY = 50
SAVED = {200, 204, 302}
LOST = (OSError, http.client.HTTPException)


def rows(folder):
    """Every row that was kept, by table, as a backup has them."""
    file = folder / f"{time.monotonic_ns()}.gz"
    subprocess.run(
        [sys.executable, "manage.py", "backup", str(file)],
        cwd=ROOT,
        env=site_environment(folder),
        check=True,
        capture_output=True,
        timeout=60,
    )
    found: dict[str, list[dict[str, Any]]] = {}
    table, columns = "", list[str]()
    for line in map(json.loads, gzip.decompress(file.read_bytes()).decode().splitlines()):
        if isinstance(line, list):
            found[table].append(dict(zip(columns, line, strict=True)))
        elif "table" in line:
            table, columns = line["table"], line["columns"]
            found[table] = []
    return found


def assert_whole(folder):
    """No row is half written: every policy has all its steps and revisions, stands as its current step says and was
    saved as its newest revision says. All revisions."""
    found = rows(folder)
    steps = {(each["policy_id"], each["number"]): each for each in found["library_workstep"]}
    revisions = {(each["policy_id"], each["number"]): each for each in found["library_revision"]}
    for policy in found["library_savedpolicy"]:
        numbers = sorted(number for owner, number in steps if owner == policy["id"])
        assert numbers == list(range(policy["first_step"], policy["last_step"] + 1))
        current = steps[policy["id"], policy["cursor"]]
        assert (current["draft"], current["readable"]) == (policy["draft"], policy["readable"])
        assert json.loads(policy["draft"])["schema_version"] == 1
        numbers = sorted(number for owner, number in revisions if owner == policy["id"])
        assert numbers == list(range(1, policy["last_revision"] + 1))
        assert bool(numbers) == bool(policy["name"])
        if numbers:
            assert revisions[policy["id"], numbers[-1]]["draft"] == policy["saved_draft"]
    assert all(json.loads(each["draft"])["schema_version"] == 1 for each in revisions.values())
    for file in (folder / "var").glob("*.sqlite3"):
        assert sqlite3.connect(file).execute("PRAGMA integrity_check").fetchone() == ("ok",)
    return found["library_revision"]


class Typist:
    """Types one title after the other, and knows which of them the site said was kept."""

    def __init__(self, port, number):
        self.visitor = visitor(port, tab=f"typist-{number}")
        self.number, self.kept, self.sent, self.place = number, 0, 0, "/"
        self.heard: list[str] = []
        self.lost: set[str] = set()

    def title(self, count):
        return f"Typist {self.number} typed {count}"

    def go_on(self, heard):
        """Until the server is gone."""
        while True:
            self.sent += 1
            self.visitor.fill("rules-0-title", self.title(self.sent))
            try:
                self.send()
            except LOST:
                self.lost.add(self.title(self.sent))
                return
            self.kept = self.sent
            self.heard.append(self.title(self.sent))
            heard()

    def send(self):
        """Keep what is typed."""
        self.visitor.preview()
        assert self.visitor.status == 200, self.visitor.status

    def back(self, port):
        """Come to a new server: what stands there is the last that was kept, or the one whose answer was lost."""
        self.visitor.client.port = port
        self.visitor.open(self.place, open="r1")
        there = self.visitor.value("rules-0-title")
        assert there in {self.title(self.kept), self.title(self.sent)}, f"kept {self.kept}, there: {there}"
        return there != self.title(self.kept)


class Saver(Typist):
    """Saves every title as a revision of a policy of its own."""

    def __init__(self, port, number):
        super().__init__(port, number)
        self.visitor.fill("rules-0-title", self.title(0)).fill("name", f"Of {number}")
        self.place = save_posted(self.visitor).headers["HX-Redirect"]
        self.visitor.open(self.place, open="r1")
        self.heard.append(self.title(0))

    def send(self):
        """Save what is typed, without going where the answer leads."""
        status = save_posted(self.visitor).status_code
        assert status in SAVED, status

    def assert_saved(self, revisions):
        """Every save that was heard of is a revision, once and in its order; of the others each may be one."""
        own = [each for each in revisions if each["name"] == f"Of {self.number}"]
        own.sort(key=lambda each: each["number"])
        titles = [json.loads(each["draft"])["rules"][0]["title"] for each in own]
        assert [title for title in titles if title not in self.lost] == self.heard
        assert len(set(titles)) == len(titles)


def kill_while_saving(server, clients):
    """Kill the server in the middle of their saves."""
    heard: Counter[str] = Counter()
    lock, enough = Lock(), Event()

    def one():
        with lock:
            heard["saves"] += 1
        if heard["saves"] >= SAVES_A_ROUND:
            enough.set()

    with ThreadPoolExecutor(len(clients)) as pool:
        running = [pool.submit(client.go_on, one) for client in clients]
        assert enough.wait(60), "too few saves in a minute"
        server.kill()
        for each in running:
            each.result(60)
    return heard["saves"]


@pytest.mark.timeout(300)
def test_a_killed_server_loses_no_acknowledged_save(tmp_path):
    """Half of them type, the others save revisions."""
    saves, unheard = 0, 0
    clients: list[Typist] = []
    for _ in range(ROUNDS):
        with served(tmp_path) as server:
            unheard += sum(client.back(server.port) for client in clients)
            clients = clients or [(Typist, Saver)[number % 2](server.port, number) for number in range(CLIENTS)]
            saves += kill_while_saving(server, clients)
        revisions = assert_whole(tmp_path)
        for client in clients:
            if isinstance(client, Saver):
                client.assert_saved(revisions)
    with served(tmp_path) as server:
        unheard += sum(client.back(server.port) for client in clients)
    revisions = [each for each in revisions if each["name"].startswith("Of ")]
    heard = sum(len(client.heard) for client in clients if isinstance(client, Saver))
    print(  # noqa: T201 - figures
        f"\n{ROUNDS} kills amid {saves} acknowledged saves by {CLIENTS}: 0 lost, {unheard} kept unheard; "
        f"{len(revisions)} revisions of {heard} acknowledged ones"
    )


def save_posted(visitor):
    """Press Save, and do not go where the answer leads."""
    body = urlencode([*visitor._stamped(), ("do", "save")])
    return visitor.client.post(visitor.action, body, content_type=TYPE, headers={"HX-Request": "true"})


def save_at_once(visitors):
    """Everybody saves at the same moment; the statuses and the slowest answer's seconds."""
    barrier = Barrier(len(visitors))

    def one(each):
        barrier.wait()
        started = time.monotonic()
        return save_posted(each).status_code, time.monotonic() - started

    with ThreadPoolExecutor(len(visitors)) as pool:
        answers = list(pool.map(one, visitors))
    return Counter(status for status, _ in answers), max(seconds for _, seconds in answers)


@pytest.mark.timeout(300)
def test_many_saves_at_once_are_kept_or_conflict(tmp_path):
    """Half of them are tabs of one browser, on a policy and on a document that is none yet; the others have a browser
    each. There are as many revisions as saves that succeeded."""
    with served(tmp_path) as server:
        first = visitor(server.port, tab="tab-0")
        places = [save_posted(first.fill("name", "Ours")).headers["HX-Redirect"], "/"]
        cookies = first.client.cookies
        visitor(server.port, tab="tab-0", cookies=cookies).fill("rules-0-title", "Before").preview()
        tabs = [
            visitor(server.port, tab=f"tab-{number}", cookies=cookies, path=places[number % 2])
            for number in range(1, MANY // 2 + 1)
        ]
        others = [visitor(server.port, tab="alone") for _ in range(MANY - len(tabs))]
        for number, each in enumerate([*tabs, *others]):
            each.fill("rules-0-title", f"Title {number}").fill("name", f"Name {number}")
        statuses, slowest = save_at_once([*tabs, *others])
    won = sum(statuses[status] for status in SAVED)
    # With PostgreSQL other tests' work may stand in the same database.
    revisions = [each for each in assert_whole(tmp_path) if each["name"] == "Ours" or each["name"].startswith("Name ")]
    print(  # noqa: T201 - figures
        f"\n{MANY} saves at once: {dict(statuses)}, the slowest after {slowest:.1f} s; {len(revisions) - 1} revisions"
    )
    assert statuses.keys() <= SAVED | {409}
    assert won == len(others) + len(places)  # of the tabs on each document one
    assert statuses[409] == len(tabs) - len(places)
    assert len(revisions) == won + 1
    assert "Error" not in server.log.read_text()
