"""Kernels that are forked."""

import asyncio
import os
import socket
import sys
import tempfile

import pytest
from jupyter_client.manager import AsyncKernelManager

from poverty.publish.runs.kernels import ForkedKernel, remove_sockets_of_dead_runs


@pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux alone")
def test_a_forked_kernel_needs_no_port_that_another_process_may_take():
    manager = AsyncKernelManager(kernel_name="python3")
    kernel = ForkedKernel(parent=manager, kernel_id="one", kernel_spec=manager.kernel_spec)
    asyncio.run(kernel.pre_launch(env={}))
    try:
        told = manager.get_connection_info()
        assert told["transport"] == "ipc"
        assert all(told[name] < 100 for name in told if name.endswith("_port"))  # numbers of files
    finally:
        manager.cleanup_connection_file()


@pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux alone")
def test_only_the_sockets_of_a_killed_run_are_removed(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dead, running = (tmp_path / f"poverty-kernel-{process}-abc-1" for process in (99999999, os.getpid()))
    for path in (dead, running):
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(path))
    of_a_person = [tmp_path / name for name in ("poverty-kernel-99999999-x", "poverty-kernel-notes-2024.txt")]
    for path in of_a_person:
        path.touch()
    remove_sockets_of_dead_runs()
    assert sorted(tmp_path.iterdir()) == sorted([running, *of_a_person])
