"""A learner on a hub: what the pages of JupyterHub, nbgitpuller and JupyterLab send for them, without a browser."""

from __future__ import annotations

import asyncio
import json
import uuid
from typing import Any

import httpx
import nbformat
from hub_recipe import PATIENCE, Hub
from nbformat.v4 import output_from_msg
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

SHOWN = {"stream", "display_data", "execute_result", "error"}


class Learner:
    """Somebody with a server of their own on the hub; its files and kernels are asked for by a token of theirs."""

    def __init__(self, hub: Hub, name: str) -> None:
        self.hub, self.name = hub, name
        self.server = f"{hub.url}/user/{name}/"

    async def log_in(self, password: str) -> str:
        """Follow the link that learners are given, by way of the hub's form, until the page that pulls is there."""
        async with httpx.AsyncClient(follow_redirects=True, timeout=PATIENCE) as browser:
            await browser.get(f"{self.hub.url}/hub/login")
            form = {"username": self.name, "password": password, "_xsrf": browser.cookies["_xsrf"]}
            answer = await browser.post(f"{self.hub.url}/hub/login", data=form)
            assert answer.status_code == 200, answer.text
            for _ in range(PATIENCE):
                answer = await browser.get(self.hub.link)
                if "/git-pull" in answer.url.path and answer.url.path.startswith(f"/user/{self.name}/"):
                    break
                await asyncio.sleep(1)
            own = {"X-XSRFToken": browser.cookies.get("_xsrf", path="/hub/") or ""}
            made = (await browser.post(f"{self.hub.url}/hub/api/users/{self.name}/tokens", headers=own)).json()
        self.own = {"Authorization": f"token {made['token']}"}
        self.http = httpx.AsyncClient(base_url=self.server, headers=self.own, timeout=PATIENCE)
        return answer.text

    async def pull(self, into: str = "lab") -> str:
        """What nbgitpuller says while it pulls, as its page asks it to.  Raise AssertionError if it could not."""
        asked = {"repo": self.hub.repository, "targetpath": into}
        said = []
        async with self.http.stream("GET", "git-pull/api", params=asked) as answer:
            async for line in answer.aiter_lines():
                if line.startswith("data: "):
                    said.append(json.loads(line.removeprefix("data: ")))
        everything = "".join(each.get("output", "") for each in said)
        assert said, answer
        assert said[-1]["phase"] == "finished", f"{self.name}: {everything}"
        return everything

    async def read(self, path: str) -> Any:
        """What the file holds: text, or a notebook as a dict."""
        answer = await self.http.get(f"api/contents/{path}")
        assert answer.status_code == 200, (path, answer.text)
        return answer.json()["content"]

    async def save(self, path: str, content: Any) -> None:
        kind = "notebook" if path.endswith(".ipynb") else "file"
        body = {"type": kind, "format": "json" if kind == "notebook" else "text", "content": content}
        answer = await self.http.put(f"api/contents/{path}", json=body)
        assert answer.status_code in (200, 201), (path, answer.text)

    async def open(self, notebook: str) -> Kernel:
        """A kernel for the notebook, as JupyterLab starts one."""
        body = {"path": notebook, "name": "", "type": "notebook", "kernel": {"name": "python3"}}
        answer = await self.http.post("api/sessions", json=body)
        assert answer.status_code == 201, answer.text
        place = f"{self.server}api/kernels/{answer.json()['kernel']['id']}/channels".replace("http", "ws", 1)
        return Kernel(await websocket_connect(HTTPRequest(place, headers=self.own), max_message_size=2**26))

    async def run_all(self, notebook: str, kernel: Kernel) -> None:
        """Run every cell in turn and save the notebook with what they showed."""
        content = await self.read(notebook)
        for number, cell in enumerate((each for each in content["cells"] if each["cell_type"] == "code"), 1):
            cell["outputs"], cell["execution_count"] = await kernel.execute(cell["source"]), number
        await self.save(notebook, content)

    async def close(self) -> None:
        await self.http.aclose()


class Kernel:
    """One kernel, by its websocket."""

    def __init__(self, socket: WebSocketClientConnection) -> None:
        self.socket = socket

    async def execute(self, code: str) -> list[dict]:
        """The outputs of a cell, as a notebook keeps them.  Raise AssertionError if it raises."""
        name = uuid.uuid4().hex
        header = {"msg_id": name, "msg_type": "execute_request", "username": "", "session": name, "version": "5.3"}
        content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False}
        request = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        await self.socket.write_message(json.dumps(request))
        outputs: list[dict] = []
        waits_for = {"reply", "idle"}
        while waits_for:
            text = await asyncio.wait_for(self.socket.read_message(), PATIENCE)
            assert text is not None, "the kernel has gone"
            message = json.loads(text)
            kind = message["header"]["msg_type"]
            if message["parent_header"].get("msg_id") != name:
                continue
            if kind == "execute_reply":
                assert message["content"]["status"] == "ok", f"{code}\n{message['content'].get('traceback')}"
                waits_for.discard("reply")
            elif kind == "status" and message["content"]["execution_state"] == "idle":
                waits_for.discard("idle")
            elif kind in SHOWN:
                outputs.append(output_from_msg(message))
        return outputs

    async def check(self, lesson: str) -> str:
        """What `%check` shows, as text."""
        shown = await self.execute(f"%reload_ext workbook\n%check {lesson}")
        return "".join(each.get("text", "") or each.get("data", {}).get("text/plain", "") for each in shown)


def is_valid(notebook: dict) -> bool:
    nbformat.validate(nbformat.from_dict(notebook))
    return True
