"""Kernels that are forked."""

import asyncio
import os
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
def test_sockets_of_a_killed_run_are_removed_and_those_of_a_running_one_stay(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dead, mine, other = (
        tmp_path / "poverty-99999999-abc-1",
        tmp_path / f"poverty-{os.getpid()}-abc-1",
        tmp_path / "x-1-2",
    )
    for path in (dead, mine, other):
        path.touch()
    remove_sockets_of_dead_runs()
    assert sorted(tmp_path.iterdir()) == sorted([mine, other])
