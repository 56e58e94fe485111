"""Instances replaced in turn, with a balancer that only reads /ready: no press fails."""

import re
import threading
import time
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
import requests
from flask import Flask

from tests.support.live_server import LiveServer, served
from tests.support.ports import free_port

pytestmark = [pytest.mark.on_sqlite, pytest.mark.slow]

PEOPLE, LOOKS_EVERY = 3, 0.3
PAGE = "/request/offender"


class Balancer:
    """Passes each press on to the next instance that was ready when it last looked."""

    def __init__(self, ports: list[int]) -> None:
        self.ports, self.ready = ports, list(ports)
        self.answers: list[str] = []
        self.said: set[str] = set()
        self._turn = count()
        self._stop = threading.Event()
        works = [self._look, *[self._press] * PEOPLE]
        self._threads = [threading.Thread(target=work) for work in works]

    def __enter__(self) -> "Balancer":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _look(self) -> None:
        while not self._stop.wait(LOOKS_EVERY):
            self.ready = [port for port in self.ports if self._is_ready(port)] or self.ready

    def _is_ready(self, port: int) -> bool:
        try:
            answer = requests.get(f"http://127.0.0.1:{port}/ready", timeout=10)
        except requests.ConnectionError:
            return False
        self.said.add(answer.json()["status"])
        return answer.ok

    def _press(self) -> None:
        while not self._stop.is_set():
            with requests.Session() as browser:
                page = self._ask(browser, "GET")
                token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
                self._ask(browser, "POST", csrf_token=token[1] if token else "", end="yes")

    def _ask(self, browser: requests.Session, method: str, **form: str) -> str:
        ready = self.ready
        address = f"http://127.0.0.1:{ready[next(self._turn) % len(ready)]}{PAGE}"
        try:
            answer = browser.request(method, address, data=form, timeout=30, allow_redirects=False)
        except requests.RequestException as error:
            self.answers.append(type(error).__name__)
            return ""
        self.answers.append(str(answer.status_code))
        return answer.text


def test_no_press_fails_while_each_instance_is_replaced(app: Flask, tmp_path: Path) -> None:
    ports = [free_port(), free_port()]

    def started(port: int) -> tuple[ExitStack, LiveServer]:
        stack = ExitStack()
        return stack, stack.enter_context(
            served(app, tmp_path, port=port, PUBLIC_URL="http://127.0.0.1", DRAIN_SECONDS="2")
        )

    running = {port: started(port) for port in ports}
    try:
        with Balancer(ports) as balancer:
            for port in ports:
                running[port][0].close()  # SIGTERM, until it has ended
                running[port] = started(port)
                time.sleep(2 * LOOKS_EVERY)
    finally:
        for stack, _ in running.values():
            stack.close()
    assert set(balancer.answers) <= {"200", "302"}, balancer.answers
    assert len(balancer.answers) > 50
    assert balancer.said == {"ok", "going down"}
