"""The production shape on this machine, for anybody to try: `make stack`.

nginx, as `deploy/` ships it, in front of the site with its production settings; PostgreSQL and
Redis behind it where they are installed, else SQLite and memory. Everything listens on loopback
only, lives in one temporary folder, and ends with Ctrl+C. Nothing of Django is imported here.

Tests and measurements use the same parts (`front`, `postgres`, `redis`).
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import signal
import socket
import string
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
LOOPBACK = "127.0.0.1"
PATIENCE = 120.0
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
NO_NGINX = (
    "nginx is not installed, and the site is served through it here.\n"
    "  Debian, Ubuntu: apt-get install nginx-light    Fedora: dnf install nginx    "
    "macOS: brew install nginx\n"
    "Without it, `make run` serves the same site by itself."
)
# Where nginx keeps what it has no folder for when it is not started by the system.
OTHER_FOLDERS = "".join(
    f"{name}_temp_path {name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
)


def main() -> None:
    """Start every part, print the address, and wait for Ctrl+C."""
    if not has("nginx"):
        sys.exit(NO_NGINX)
    port = int(os.environ.get("STACK_PORT") or 8443)
    # However it is told to end, the others are ended too: by Ctrl+C (also in the background, where
    # a shell has that ignored), by a service manager, by a terminal that is closed.
    for told in ENDINGS:
        signal.signal(told, signal.default_int_handler)
    with ExitStack() as parts:
        try:
            run(parts, port)
        except KeyboardInterrupt:
            # Who presses it twice is not to interrupt the ending of the parts.
            for told in ENDINGS:
                signal.signal(told, signal.SIG_IGN)
            print("\nStopping …", flush=True)


def run(parts: ExitStack, port: int) -> None:
    """Start one part after the other; `parts` ends them in the other direction."""
    folder = Path(parts.enter_context(tempfile.TemporaryDirectory(prefix="guidance-")))
    folder.chmod(0o711)
    # Two processes, so that one can be restarted while the other answers.
    site_ports = (free_port(), free_port())
    variables = production(folder, port, services(parts, folder))
    print("Preparing the site …", flush=True)
    manage(variables, "prepare")
    for number, site_port in enumerate(site_ports):
        # One of them publishes what is due.
        own = {"PORT": str(site_port), "SCHEDULER": "0" if number else "1"}
        parts.enter_context(site({**variables, **own}))
    front_server = parts.enter_context(front(folder, variables, site_ports, port))
    link = manage(variables, "create_administrator", "--name=chief", "--email=chief@example.org")
    print(f"\nThe site is ready. Open: {variables['SITE_URL']}/")
    print("The browser will warn: the certificate was made just now, by this machine.")
    print(f"\nEditors' side:\n{link}\nStop with Ctrl+C.", flush=True)
    front_server.wait()


def production(folder: Path, port: int, its_services: Mapping[str, str]) -> dict[str, str]:
    """What the site is told: production settings, everything it makes below one folder."""
    return {
        "DJANGO_SETTINGS_MODULE": "guidance.settings.production",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "localhost",
        "SITE_URL": f"https://localhost:{port}",
        # A browser that remembers this for "localhost" would refuse everything else there.
        "SECURE_HSTS_SECONDS": "0",
        "VAR_DIR": str(folder / "var"),
        "PROXY_COUNT": "1",
        "HOST": LOOPBACK,
        "WORKERS": "1",
        **its_services,
    }


def services(parts: ExitStack, folder: Path) -> dict[str, str]:
    """Start PostgreSQL and Redis where there are, and say which there are not."""
    variables = {"DATABASE_URL": f"sqlite:///{folder / 'var' / 'db.sqlite3'}", "CACHE_URL": ""}
    if postgres_programs():
        print("Starting PostgreSQL …", flush=True)
        variables["DATABASE_URL"] = parts.enter_context(postgres(folder / "postgresql"))
    else:
        print("No PostgreSQL (Debian: apt-get install postgresql): SQLite.")
    if has("redis-server"):
        print("Starting Redis …", flush=True)
        variables["CACHE_URL"] = parts.enter_context(redis(folder / "redis"))
    else:
        print("No Redis (Debian: apt-get install redis-server): the memory of each process.")
    return variables


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A PostgreSQL of its own; gives its DATABASE_URL."""
    programs = postgres_programs()
    if programs is None:
        message = "PostgreSQL is not installed"
        raise FileNotFoundError(message)
    folder.mkdir()
    # PostgreSQL refuses to run as root; its package made this user.
    own_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if own_user:
        shutil.chown(folder, "postgres")
    password, port, data = secrets.token_hex(16), free_port(), folder / "data"
    told = folder / "password"
    told.touch(0o600)
    told.write_text(password)
    if own_user:
        shutil.chown(told, "postgres")
    # A database that is gone afterwards need not survive a power cut.
    settings = (
        f"-c port={port} -c listen_addresses={LOOPBACK} -c unix_socket_directories= "
        "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c jit=off"
    )
    initdb = [str(programs / "initdb"), "--pgdata", str(data), "--username", "guidance"]
    initdb += ["--pwfile", str(told), "--auth", "scram-sha-256"]
    initdb += ["--encoding", "UTF8", "--locale", "C.UTF-8"]
    control = [*own_user, str(programs / "pg_ctl"), "--pgdata", str(data), "--wait"]
    done = {"cwd": folder, "check": True, "stdout": subprocess.DEVNULL}
    subprocess.run([*own_user, *initdb], **done)  # type: ignore[call-overload]
    told.unlink()
    log = ["--log", str(data / "log"), "--options", settings]
    try:
        subprocess.run([*control, *log, "start"], **done)  # type: ignore[call-overload]
        yield f"postgres://guidance:{password}@{LOOPBACK}:{port}/postgres"
    finally:
        # It may have been interrupted before it ran.
        done["check"] = False
        subprocess.run([*control, "--mode", "immediate", "stop"], **done)  # type: ignore[call-overload]


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    """A Redis of its own; gives its CACHE_URL."""
    folder.mkdir()
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", LOOPBACK, "--save", ""]
    command += ["--maxmemory", "128mb", "--maxmemory-policy", "allkeys-lru", "--dir", str(folder)]
    with process(command, port):
        yield f"redis://{LOOPBACK}:{port}/0"


@contextmanager
def site(variables: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """The site itself, on HOST and PORT."""
    command = [sys.executable, "-m", "guidance.operations.serve"]
    with process(command, int(variables["PORT"]), variables) as running:
        yield running


@contextmanager
def front(
    folder: Path,
    variables: Mapping[str, str],
    site_ports: Sequence[int],
    port: int,
    rate: int = 50,
) -> Iterator[subprocess.Popen[bytes]]:
    """Nginx as it is shipped, on a port of loopback, in front of one process of the site or two.

    `rate` is what one address may ask a second; measurements need more than visitors.
    """
    own = folder / "nginx"
    (own / "conf.d").mkdir(parents=True)
    shutil.copy(DEPLOY / "nginx.conf", own)
    shutil.copy(built_in_folder() / "mime.types", own)
    certificate, key = certify(own)
    filled = {
        "CACHE_DIR": str(own / "cache"),
        "REQUESTS_PER_SECOND": str(rate),
        "REQUESTS_BURST": str(4 * rate),
        "SITE_SERVER": f"{LOOPBACK}:{site_ports[0]}",
        "OTHER_SITE_SERVER": f"{LOOPBACK}:{site_ports[-1]}",
        "HTTP_LISTEN": f"{LOOPBACK}:{free_port()}",
        "HTTPS_LISTEN": f"{LOOPBACK}:{port}",
        "HTTPS_PORT": f":{port}",
        "HOST_NAMES": "localhost",
        "CERTIFICATE": str(certificate),
        "CERTIFICATE_KEY": str(key),
        "VAR_DIR": variables["VAR_DIR"],
        "ADMIN_PATH": variables.get("ADMIN_PATH") or "admin/",
    }
    template = string.Template((DEPLOY / "site.conf.template").read_text(encoding="utf-8"))
    (own / "conf.d" / "site.conf").write_text(template.safe_substitute(filled), encoding="utf-8")
    (own / "conf.d" / "folders.conf").write_text(OTHER_FOLDERS, encoding="utf-8")
    # Where root starts it, it would become another user, who may read none of this.
    user = "user root;" if os.geteuid() == 0 else ""
    orders = f"daemon off; pid {own}/pid; error_log stderr warn; {user}"
    command = ["nginx", "-e", "stderr", "-p", f"{own}/", "-c", f"{own}/nginx.conf", "-g", orders]
    with process(command, port) as running:
        yield running


def certify(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine, and its key."""
    certificate, key = folder / "site.pem", folder / "site.key"
    command = ["openssl", "req", "-x509", "-nodes", "-days", "30", "-subj", "/CN=localhost"]
    command += ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key)]
    subprocess.run([*command, "-out", str(certificate)], check=True, capture_output=True)
    return certificate, key


def built_in_folder() -> Path:
    """The folder that nginx was built to find its configuration in; it has `mime.types`."""
    told = subprocess.run(["nginx", "-V"], capture_output=True, text=True, check=True).stderr
    found = re.search(r"--conf-path=(\S+)", told)
    return Path(found[1]).parent if found else Path("/etc/nginx")


def postgres_programs() -> Path | None:
    """The folder of `initdb`, which Debian keeps out of the path."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    others = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return others[-1].parent if others else None


def has(program: str) -> bool:
    """Whether a program is installed; servers may lie where only root looks."""
    os.environ["PATH"] = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
    return shutil.which(program) is not None


def manage(variables: Mapping[str, str], *arguments: str) -> str:
    """What a command prints; ends with its errors if it fails."""
    Path(variables["VAR_DIR"]).mkdir(exist_ok=True)
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **variables}, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return done.stdout


@contextmanager
def process(
    command: list[str], port: int, variables: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A process from the moment it listens on a port until it is not needed any more."""
    running = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **(variables or {})},
        stdout=subprocess.DEVNULL,
        # Ctrl+C is for us alone, who end the others in order.
        start_new_session=True,
    )
    try:
        wait_for(port, running)
        yield running
    finally:
        running.terminate()
        try:
            running.wait(timeout=30)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def wait_for(port: int, running: subprocess.Popen[bytes]) -> None:
    """Return once somebody listens there; ends if the process does."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if running.poll() is not None:
            sys.exit(f"{running.args!r} ended with {running.returncode} before it listened.")
        with socket.socket() as visitor:
            if visitor.connect_ex((LOOPBACK, port)) == 0:
                return
        time.sleep(0.05)
    sys.exit(f"{running.args!r} did not listen within {PATIENCE:.0f} s.")


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
