"""One process, eight threads: what SQLite serves best. On PostgreSQL raise WEB_CONCURRENCY and run `flask worker`."""

import ctypes
import gc
import os
import signal

bind = os.environ.get("MAATSTAF_BIND", f"127.0.0.1:{os.environ.get('PORT', '8080')}")
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
worker_class = "gthread"
threads = 8
keepalive = 15
timeout = 60
accesslog = None  # an address can hold the secret of a mailed link
loglevel = "warning"
M_ARENA_MAX = -8  # malloc.h


def post_worker_init(worker):
    """Start the embedded workers beside the server, when this installation has them."""
    from kernel.jobs import workers
    from web.nightly import ensure_today

    if mallopt := getattr(ctypes.CDLL(None), "mallopt", None):
        mallopt(M_ARENA_MAX, 2)  # else every thread keeps the 19 MiB of its own last password
    gc.collect()
    gc.freeze()  # what the start made stays: no collection needs to look through it again
    gc.set_threshold(50_000, 20, 100)  # requests leave few cycles; looking every 700 objects costs 5 % of the CPU
    app = worker.wsgi
    worker.embedded = workers(app, ensure_today) if app.extensions["config"].has_worker else ()
    for each in worker.embedded:
        each.start()


def worker_exit(_server, worker):
    """Let what is under way be finished: a paper takes a moment. Ctrl-C tells the server and this process both."""
    for again in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(again, signal.SIG_IGN)
    for each in getattr(worker, "embedded", ()):
        each.stop()
    for each in getattr(worker, "embedded", ()):
        each.join(5)
