"""A stand-in for the hub on loopback: as much of its interface as one submitted job touches.

It shows what lerobot and huggingface_hub really send; it proves nothing about the hub.
"""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

JOB = "0123456789abcdef01234567"
CREATED = "2026-01-01T00:00:00.000Z"


class HubStandIn:
    """`asked` is every request: method, path, body. `stage` is what it says of the job."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, Any]] = []
        self.stage = "RUNNING"
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                stand_in.answer(self, None)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                stand_in.answer(self, body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.stage = "CANCELED"
        self._server.shutdown()
        self._server.server_close()

    def bodies(self, method: str, end: str) -> list[Any]:
        return [b for m, path, b in self.asked if m == method and path.endswith(end)]

    def answer(self, handler: BaseHTTPRequestHandler, body: bytes | None) -> None:
        path = handler.path.partition("?")[0]
        try:
            given = json.loads(body) if body else None
        except ValueError:
            given = body
        self.asked.append((handler.command, path, given))
        if path.endswith("/logs"):
            return self._stream(handler)
        if path.endswith("/cancel"):
            self.stage = "CANCELED"
        content = json.dumps(self._content(path)).encode()
        handler.send_response(200)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    def _content(self, path: str) -> dict[str, Any]:
        if path.endswith("/whoami-v2"):
            return {"name": "ada", "type": "user", "auth": {"type": "access_token"}}
        if path.startswith("/api/datasets/"):
            return {"id": "lerobot/pusht", "sha": "a" * 40, "siblings": [], "tags": []}
        if path.endswith("/repos/create"):
            return {"url": f"{self.address}/ada/model", "id": "ada/model", "name": "ada/model"}
        if "/preupload/" in path:
            files = {"path": "train_config.json", "uploadMode": "regular", "shouldIgnore": False}
            return {"files": [files]}
        if "/commit/" in path:
            return {
                "commitUrl": f"{self.address}/ada/model/commit/{'b' * 40}",
                "commitOid": "b" * 40,
            }
        return self._job()

    def _job(self) -> dict[str, Any]:
        return {
            "id": JOB,
            "createdAt": CREATED,
            "dockerImage": "huggingface/lerobot-gpu:latest",
            "spaceId": None,
            "command": ["lerobot-train"],
            "arguments": [],
            "environment": {},
            "secrets": {},
            "flavor": "a10g-small",
            "labels": {},
            "status": {"stage": self.stage, "message": None},
            "owner": {"id": "1", "name": "ada", "type": "user"},
        }

    def _stream(self, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        line = json.dumps({"timestamp": CREATED, "data": "step:200 loss:1.0"})
        handler.wfile.write(f"data: {line}\n\n".encode())
        handler.wfile.flush()
        while self.stage == "RUNNING":
            time.sleep(0.05)
