"""pytest's side of a guest of dyntest: loaded by `-p`, driven through the socket at descriptor 0.

It answers in lines of JSON. First what was collected; then, phase by phase, what it is told to run:

    <- {"collected": [...], "errors": [...]}
    -> ["setup", node id]            <- {"outcome": ..., ...}
    -> ["call"]                      <- {"outcome": ..., ...}
    -> ["teardown", node id | null]  <- {"outcome": ..., ...}        (the test that follows here)
    -> ["pass_over", node id, node id | null]    <- {"outcome": ..., ...}       (is not run at all)

A signal ends the phase that runs: its time is over, or the run is being stopped. pytest shows
nothing itself, and remembers nothing.
"""

import inspect
import json
import os
import signal
import socket

import pytest
from _pytest.runner import CallInfo, call_and_report

LEAVE = signal.SIGRTMIN + 7  # pytest.cpp sends it


class Overdue(BaseException):
    """Nothing that a test catches; pytest makes a failed report of it."""


class Peer:
    def __init__(self):
        self.stream = socket.socket(fileno=os.dup(0)).makefile("rw", encoding="utf-8", newline="\n")
        null = os.open(os.devnull, os.O_RDONLY)
        os.dup2(null, 0)
        os.close(null)

    def tell(self, message):
        self.stream.write(json.dumps(message) + "\n")
        self.stream.flush()

    def receive(self):
        line = self.stream.readline()
        return json.loads(line) if line else None


peer = Peer()
output, error = os.dup(1), os.dup(2)  # capturing replaces the standard ones
items, errors = {}, []
running = False


def leave(number, frame):
    global running
    __tracebackhide__ = True
    if running:
        running = False
        raise Overdue("interrupted")


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_cmdline_main(config):
    if getattr(config.option, "numprocesses", None):
        config.option.numprocesses = None  # workers are dyntest's
    yield


@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    config.pluginmanager.unregister(name="terminalreporter")
    config.addinivalue_line("markers", "depends_on(test): skipped unless that test has passed")


@pytest.hookimpl(tryfirst=True)
def pytest_collectreport(report):
    if report.failed:
        errors.append({"file": report.nodeid.split("::")[0], "text": report.longreprtext})


def item_json(item):
    file = item.getparent(pytest.File)
    own = item.nodeid[len(file.nodeid) + 2 :] if file else item.nodeid
    above = own[: -len(item.name) - 2] if own.endswith("::" + item.name) else ""
    name = own[len(above) + 2 :] if above else own
    parameters = None
    plain = getattr(item, "originalname", None)
    if hasattr(item, "callspec") and plain and name.startswith(plain + "["):
        name, parameters = plain, name[len(plain) + 1 : -1]
    return {
        "id": item.nodeid,
        "file": str(getattr(item, "path", item.fspath)),
        "class": above,
        "name": name,
        "parameters": parameters,
        "line": (item.location[1] or 0) + 1,
        "marks": list(dict.fromkeys(mark.name for mark in item.iter_markers())),
        "depends_on": [str(each) for mark in item.iter_markers("depends_on") for each in mark.args],
    }


def entries(longrepr):
    """Where the exception went through, outermost first."""
    traceback = getattr(longrepr, "reprtraceback", None)
    for entry in getattr(traceback, "reprentries", []):
        place = getattr(entry, "reprfileloc", None)
        if place is not None:
            yield {"file": place.path, "line": place.lineno, "kind": place.message}


def failure_json(report):
    longrepr = report.longrepr
    crash = getattr(longrepr, "reprcrash", None)
    if hasattr(longrepr, "errorstring"):  # a fixture that is not there
        return {"message": inspect.cleandoc(longrepr.errorstring),
                "file": str(longrepr.filename), "line": longrepr.firstlineno + 1}
    if crash is None:
        return {"message": report.longreprtext}
    return {"message": crash.message, "file": str(crash.path), "line": crash.lineno,
            "trace": list(entries(longrepr))}


def report_json(report, properties):
    answer = {"outcome": report.outcome, "properties": properties}
    if hasattr(report, "wasxfail"):
        answer["outcome"] = "xpassed" if report.passed else "xfailed"
        answer["reason"] = report.wasxfail.replace("reason: ", "", 1)
    elif report.skipped:
        file, line, reason = report.longrepr
        reason = reason.replace("Skipped: ", "", 1)
        answer.update(reason=reason, file=str(file), line=line)
    elif report.failed:
        answer["failure"] = failure_json(report)
    return answer


def pass_on_output(report):
    for title, text in report.sections:
        if text and title.startswith("Captured ") and title.endswith(" " + report.when):
            os.write(output if title.startswith("Captured stdout") else error, text.encode())


def pass_over(item, following):
    """What was left up for this test goes down, but for what the next one needs."""
    call = CallInfo.from_call(lambda: item.session._setupstate.teardown_exact(following), "teardown")
    report = item.ihook.pytest_runtest_makereport(item=item, call=call)
    peer.tell(report_json(report, []))


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    items.update({item.nodeid: item for item in session.items})
    for each in errors:
        each["file"] = os.path.join(str(session.config.rootdir), each["file"])
    peer.tell({"collected": [item_json(item) for item in items.values()], "errors": errors})
    signal.signal(LEAVE, leave)
    for command in iter(peer.receive, None):
        item = items[command[1]]
        if command[0] == "pass_over":
            pass_over(item, items.get(command[2]))
        else:
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
    return True


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    """As pytest's own, but that each phase is asked for, and that the next test is known late."""
    global running
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    has_request = hasattr(item, "_request")
    if has_request and not item._request:
        item._initrequest()
    told = 0
    phase, more = "setup", {}
    while True:
        running = True
        report = call_and_report(item, phase, **more)
        running = False
        pass_on_output(report)
        peer.tell(report_json(report, item.user_properties[told:]))
        told = len(item.user_properties)
        if phase == "teardown":
            break
        command = peer.receive()
        if command is None:
            command = ["teardown", None]
        phase, more = command[0], {}
        if phase == "teardown":
            following = items.get(command[1])
            more = {"nextitem": item.parent if following is item else following}
    if has_request:
        item._request = False
        item.funcargs = None
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True
