"""Rules of the published schemas of a GitHub workflow and of a dev container, as far as ours may touch them.

json.schemastore.org/github-workflow.json, and devContainer.base.schema.json of containers.dev.
"""

from __future__ import annotations

import re
from typing import Any, Iterator

import yaml

EVENTS = {"push", "pull_request", "workflow_dispatch", "repository_dispatch", "schedule"}
RIGHTS = {"actions", "checks", "contents", "deployments", "issues", "packages", "pages", "pull-requests", "statuses"}
JOB = "name needs permissions if runs-on environment outputs env defaults steps timeout-minutes strategy container"
STEP = "id if name uses run working-directory shell with env continue-on-error timeout-minutes"
CONTAINER = (
    "$schema name features overrideFeatureInstallOrder forwardPorts portsAttributes otherPortsAttributes "
    "updateRemoteUserUID containerEnv containerUser mounts init privileged capAdd securityOpt remoteEnv remoteUser "
    "initializeCommand onCreateCommand updateContentCommand postCreateCommand postStartCommand postAttachCommand "
    "waitFor userEnvProbe hostRequirements customizations image appPort runArgs shutdownAction overrideCommand "
    "workspaceFolder workspaceMount"
)


def workflow(text: str) -> Iterator[str]:
    """What is wrong with a workflow."""
    said = yaml.safe_load(text)
    said["on"] = said.pop(True, said.get("on"))  # what YAML 1.1 makes of that word
    yield from _keys("the workflow", said, "name run-name on permissions env defaults concurrency jobs", "on jobs")
    events = said["on"] if isinstance(said["on"], list) else [said["on"]]
    yield from (f"there is no event {event}" for event in events if event not in EVENTS)
    for right, much in said.get("permissions", {}).items():
        if right not in RIGHTS or much not in ("read", "write", "none"):
            yield f"there is no permission {right}: {much}"
    for name, job in said.get("jobs", {}).items():
        if not re.fullmatch(r"[A-Za-z_][\w-]*", name):
            yield f"no job can be called {name}"
        yield from _keys(f"the job {name}", job, JOB, "runs-on")
        for number, step in enumerate(job.get("steps", [])):
            yield from _step(f"step {number}", step, [each.get("id") for each in job["steps"][:number]])


def _step(name: str, step: Any, before: list) -> Iterator[str]:
    yield from _keys(name, step, STEP, "")
    if ("run" in step) == ("uses" in step):
        yield f"{name} has neither run nor uses, or both"
    if "uses" in step and not re.fullmatch(r"[\w.-]+/[\w./-]+@[\w.-]+", step["uses"]):
        yield f"{name} uses {step['uses']}"
    if "id" in step and (step["id"] in before or not re.fullmatch(r"[A-Za-z_][\w-]*", step["id"])):
        yield f"{name} cannot have the id {step['id']}"
    for key, value in {**step.get("with", {}), **step.get("env", {})}.items():
        if not isinstance(value, (str, int, float, bool)):
            yield f"{name}: {key} is {value!r}"
        for used in re.findall(r"steps\.([\w-]+)\.", str(value)):
            if used not in before:
                yield f"{name}: no step before it is called {used}"


def container(said: Any) -> Iterator[str]:
    """What is wrong with a dev container made of an image."""
    yield from _keys("the container", said, CONTAINER, "image")
    for key, value in said.items():
        if key.endswith("Command") and key != "overrideCommand" and not isinstance(value, (str, list, dict)):
            yield f"{key} is {value!r}"
        if key in ("image", "name", "remoteUser") and not isinstance(value, str):
            yield f"{key} is {value!r}"


def _keys(what: str, said: Any, allowed: str, required: str) -> Iterator[str]:
    yield from (f"{what} may not have {key}" for key in said if key not in allowed.split())
    yield from (f"{what} has no {key}" for key in required.split() if key not in said)
