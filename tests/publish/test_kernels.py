"""Kernels that are forked."""

import asyncio
import sys

import pytest
from jupyter_client.manager import AsyncKernelManager

from poverty.publish.runs.kernels import ForkedKernel


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
