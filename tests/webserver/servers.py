# servers.py -- the real nginx and Apache, as ordinary programs on a free port.
# SPDX-License-Identifier: GPL-3.0-or-later
import http.client
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

LIMIT = 30
MODULES = Path("/usr/lib/apache2/modules")
NGINX = """daemon off;
master_process off;
pid {root}/pid;
error_log {root}/error.log;
events {{ }}
http {{
	access_log off;
	client_body_temp_path {root}/a; proxy_temp_path {root}/b; fastcgi_temp_path {root}/c; uwsgi_temp_path {root}/d; scgi_temp_path {root}/e;
	include {root}/sitio.conf;
}}
"""
APACHE = """ServerRoot {root}
PidFile {root}/pid
ErrorLog {root}/error.log
Mutex file:{root}
DefaultRuntimeDir {root}
LoadModule mpm_event_module {modules}/mod_mpm_event.so
LoadModule authz_core_module {modules}/mod_authz_core.so
LoadModule dir_module {modules}/mod_dir.so
LoadModule alias_module {modules}/mod_alias.so
LoadModule mime_module {modules}/mod_mime.so
LoadModule headers_module {modules}/mod_headers.so
LoadModule filter_module {modules}/mod_filter.so
LoadModule deflate_module {modules}/mod_deflate.so
TypesConfig /etc/mime.types
Listen 127.0.0.1:{port}
User #{user}
Group #{group}
Include {root}/sitio.conf
"""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def tool(name):
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")


class Server:
    def __init__(self, name, root, text):
        self.port = free_port()
        self.root = root / name
        self.root.mkdir()
        os.chmod(self.root, 0o755)
        own = {"root": self.root, "port": self.port, "modules": MODULES, "user": os.geteuid() or 65534, "group": os.getegid() or 65534}
        if name == "nginx":
            text = text.replace("listen 80;", f"listen 127.0.0.1:{self.port};")
            command = [tool("nginx"), "-c", str(self.root / "main.conf"), "-e", str(self.root / "error.log")]
            (self.root / "main.conf").write_text(("user root;\n" if os.geteuid() == 0 else "") + NGINX.format(**own))
        else:
            text = text.replace("*:80>", f"127.0.0.1:{self.port}>")
            command = [tool("apache2"), "-X", "-f", str(self.root / "main.conf")]
            (self.root / "main.conf").write_text(APACHE.format(**own))
        (self.root / "sitio.conf").write_text(text)
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def wait(self):
        end = time.monotonic() + LIMIT
        while time.monotonic() < end and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return True
            except OSError:
                time.sleep(0.05)
        return False

    def said(self):
        log = self.root / "error.log"
        return (log.read_text(errors="replace") if log.exists() else "") + \
            (self.process.stdout.read().decode(errors="replace") if self.process.poll() is not None else "")

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(LIMIT)
            except subprocess.TimeoutExpired:
                self.process.kill()

    def ask(self, path, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LIMIT)
        connection.request(method, path, headers={key.replace("_", "-"): value for key, value in headers.items()})
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, text, answer.headers
