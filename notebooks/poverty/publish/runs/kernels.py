"""Kernels that start at once: each is forked from one process that has loaded what notebooks load.

Starting Python and loading pandas, matplotlib and statsmodels takes longer than running a notebook does. The process
that is forked has run nothing, so a kernel is as fresh as one that was started. This is a kernel provisioner, by which
Jupyter lets others start its kernels; it is used on Linux, where forking after loading is safe.
"""

import asyncio
import os
import signal
import sys
import tempfile
from contextlib import suppress
from functools import partialmethod
from multiprocessing.process import BaseProcess
from pathlib import Path

from jupyter_client.provisioning import LocalProvisioner

from poverty.packs.files import BUILD
from poverty.publish.runs.processes import end_with_parent, fresh_context
from poverty.words.chart_names import CHARTS, PROVINCE_CHARTS

LAUNCHER = "ipykernel_launcher"
SOCKETS = "poverty-kernel"  # how their names begin; then the process that runs the notebooks
LOADED = [
    "ipykernel.kernelapp", "poverty.notebook", "poverty.publish.export", "poverty.words.findings",
    "statsmodels.tsa.statespace.structural",
    *(f"poverty.charts.{entry.module}" for entry in (CHARTS | PROVINCE_CHARTS).values()),
]  # fmt: skip
FORKED = {"JUPYTER_DEFAULT_PROVISIONER_NAME": "poverty-forked"}
INLINE = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}  # as a kernel has it before it loads matplotlib
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1"}  # several notebooks run at once: threads of each would wait for the others


def prepare_kernels() -> None:
    """Begin to load what notebooks load, and let kernels be forked from it where that is safe."""
    if not os.access(os.path.expanduser("~"), os.W_OK):
        os.environ["MPLCONFIGDIR"] = str(BUILD / "matplotlib")  # matplotlib's complaint would be stored in a notebook
    if sys.platform == "linux":
        from multiprocessing import forkserver  # there is none on Windows

        remove_sockets_of_dead_runs()
        os.environ |= FORKED | INLINE | ONE_THREAD
        fresh_context().set_forkserver_preload(LOADED)
        # Ctrl-C reaches that process too; it ends with this one, and has nothing to say while it loads
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            forkserver.ensure_running()
        finally:
            signal.signal(signal.SIGINT, before)


def remove_sockets_of_dead_runs() -> None:
    """Remove the sockets that a killed run left: it could not, and nobody else would."""
    for path in Path(tempfile.gettempdir()).glob(f"{SOCKETS}-*-*"):
        process = path.name.removeprefix(SOCKETS).split("-")[1]
        if process.isdigit() and path.is_socket() and not Path("/proc", process).exists():
            with suppress(OSError):  # another user's
                path.unlink()


class Loop(asyncio.SelectorEventLoop):
    """A loop whose signals belong to the runner: nbclient would take Ctrl-C for the end of one notebook."""

    def add_signal_handler(self, *_: object) -> None:
        """Refuse: nbclient goes on without."""
        raise RuntimeError("signals belong to the runner")

    def remove_signal_handler(self, sig: int) -> bool:
        """There is none to remove."""
        return False


class ForkedProcess:
    """A forked process as a provisioner expects it: with the methods of `subprocess.Popen`."""

    def __init__(self, process: BaseProcess) -> None:
        self._process = process
        self.pid = process.pid
        self.stdin = self.stdout = self.stderr = None

    def poll(self) -> int | None:
        """Its exit code; None while it runs."""
        return self._process.exitcode

    def wait(self) -> int | None:
        """Its exit code, once it has ended."""
        self._process.join()
        return self._process.exitcode

    def send_signal(self, signum: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, signum)

    terminate = partialmethod(send_signal, signal.SIGTERM)
    kill = partialmethod(send_signal, signal.SIGKILL)


class ForkedKernel(LocalProvisioner):
    """Starts a kernel by forking it, and talks to it over sockets that are files.

    A port that was found free may be another process's before the kernel listens on it: now and then a run failed.
    """

    async def pre_launch(self, **options: object) -> dict:
        """Choose the files before the address of the kernel is written down."""
        self.parent.transport = "ipc"
        self.parent.ip = os.path.join(tempfile.gettempdir(), f"{SOCKETS}-{os.getpid()}-{self.kernel_id[:8]}")
        self.parent.cache_ports = False
        return await super().pre_launch(**options)

    async def launch_kernel(self, cmd: list[str], **options: object) -> dict:
        """Fork a kernel with the arguments that it would have been started with; how to connect to it."""
        arguments = (cmd[cmd.index(LAUNCHER) + 1 :], options["env"], options.get("cwd") or os.getcwd())
        process = fresh_context().Process(target=_serve, args=arguments)
        process.start()
        self.process = ForkedProcess(process)
        self.pid = self.pgid = process.pid
        return self.connection_info


def _serve(arguments: list[str], environment: dict[str, str], folder: str) -> None:
    """Be a kernel until it is shut down."""
    from ipykernel.kernelapp import IPKernelApp

    os.setsid()  # Ctrl-C in the terminal is for the runner, which then ends its kernels
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.path[0] = folder
    sys.argv = [LAUNCHER, *arguments]
    end_with_parent()
    IPKernelApp.launch_instance(argv=arguments)
