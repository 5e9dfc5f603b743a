"""Converts PDFs as one batch, and checks the webhook that tells of each end. Needs Python 3.9 or newer, and nothing else."""
import argparse
import base64
import hashlib
import hmac
import http.server
import json
import os
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

BASE = os.environ.get("ODE_URL", "http://localhost:3000").rstrip("/") + "/api/v1"
KEY = os.environ.get("ODE_KEY")


def call(method, path, body=None, content_type="application/json"):
    """One request; what says "come again" is sent again, under one Idempotency-Key, so that nothing is made twice."""
    headers = {"content-type": content_type, "idempotency-key": str(uuid.uuid4())}
    if KEY:
        headers["authorization"] = "Bearer " + KEY
    for tries in range(8):
        try:
            request = urllib.request.Request(BASE + path, body, headers, method=method)
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            said = error.read().decode()
            if error.code not in (429, 503, 507) or tries == 7:
                raise SystemExit(f"{method} {path}: {error.code} {said}")
            time.sleep(float(error.headers.get("retry-after", 2 ** tries)))
        except urllib.error.URLError:
            if tries == 7:
                raise
            time.sleep(2 ** tries / 4)


def verified(secret, headers, body, now=None):
    """The event of a webhook's message; raises ValueError for one that the service did not send (Standard Webhooks)."""
    sent = int(headers["webhook-timestamp"])
    if abs((now or time.time()) - sent) > 300:
        raise ValueError("too old")
    signed = f"{headers['webhook-id']}.{sent}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    good = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    if not any(hmac.compare_digest(good, one) for one in headers["webhook-signature"].split()):
        raise ValueError("wrong signature")
    return json.loads(body)


class Receiver(http.server.BaseHTTPRequestHandler):
    """Takes in webhooks. The same message may come twice: its id tells."""

    secret = ""
    heard = {}

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        try:
            self.heard[self.headers["webhook-id"]] = verified(self.secret, self.headers, body)
            self.send_response(204)
        except (ValueError, KeyError, TypeError):
            self.send_response(401)
        self.end_headers()

    def log_message(self, *_):
        pass


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("files", nargs="+")
    arguments.add_argument("-o", "--output", required=True, help="the zip of all results")
    arguments.add_argument("--format", default="html")
    arguments.add_argument("--listen", help="where the service reaches this program, such as http://10.0.0.7:8080/hook")
    options = arguments.parse_args()

    webhook = None
    if options.listen:
        at = urllib.parse.urlsplit(options.listen)
        server = http.server.ThreadingHTTPServer((at.hostname, at.port), Receiver)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        webhook = json.loads(call("POST", "/webhooks", json.dumps({"url": options.listen}).encode()))
        Receiver.secret = webhook["secret"]

    ids = []
    for file in options.files:
        with open(file, "rb") as source:
            name = urllib.parse.quote(os.path.basename(file))
            ids.append(json.loads(call("POST", f"/documents?name={name}", source.read(), "application/pdf"))["id"])
    batch = json.loads(call("POST", "/batches", json.dumps({"documentIds": ids, "format": options.format}).encode()))
    while batch["status"] != "ended":
        time.sleep(0.5)
        batch = json.loads(call("GET", f"/batches/{batch['id']}"))
    print(", ".join(f"{count} {status}" for status, count in batch["counts"].items() if count))
    if batch["result"]:
        with open(options.output, "wb") as zip_file:
            zip_file.write(call("GET", f"/batches/{batch['id']}/result"))

    if webhook:
        deadline = time.time() + 60
        while len(Receiver.heard) < len(ids) and time.time() < deadline:
            time.sleep(0.2)
        for event in Receiver.heard.values():
            print(event["type"], event["data"]["documentName"])
        call("DELETE", f"/webhooks/{webhook['id']}")


if __name__ == "__main__":
    main()
