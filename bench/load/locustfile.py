"""The load test by Locust (Debian: python3-locust): the same as k6.js.

    ODE_API_KEY=... locust --headless -f bench/load/locustfile.py --host http://localhost:3000 -u 100 -r 100 -t 60s
"""

import os
from pathlib import Path

from locust import HttpUser, constant, events, task

PDF = Path(__file__).with_name("page.pdf").read_bytes()
KEY = os.environ.get("ODE_API_KEY", "")
AUTHORIZED = {"authorization": f"Bearer {KEY}"} if KEY else {}
HEALTH_MS = 50


class Client(HttpUser):
    """Converts by one call each, as fast as it is answered, and asks for the job's record."""

    wait_time = constant(0)

    @task
    def convert(self):
        headers = {**AUTHORIZED, "content-type": "application/pdf"}
        with self.client.post("/api/v1/convert?wait=60", data=PDF, headers=headers, name="convert", timeout=70, catch_response=True) as answer:
            if answer.status_code not in (200, 202):
                answer.failure(f"{answer.status_code}: {answer.text[:200]}")
                return
        self.client.get(f"/api/v1/jobs/{answer.headers['x-job-id']}", headers=AUTHORIZED, name="job")


class Watcher(HttpUser):
    """Asks for the health, 20 times a second."""

    fixed_count = 1
    wait_time = constant(0.05)

    @task
    def health(self):
        self.client.get("/healthz", name="health")


@events.quitting.add_listener
def judge(environment, **_):
    stats = environment.stats
    late = stats.get("health", "GET").get_response_time_percentile(0.99) or 0
    if stats.total.num_failures or not stats.get("convert", "POST").num_requests:
        environment.process_exit_code = 1
    if late >= HEALTH_MS and not os.environ.get("ODE_LOAD_SLOW"):
        environment.process_exit_code = 1
