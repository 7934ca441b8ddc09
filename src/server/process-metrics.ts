/** What the process itself costs, under the names that dashboards of Node servers know. */
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Family } from "./prometheus.ts";

const LAG_RESOLUTION_MS = 10;

/** Measures the event loop's delay from now on; each call gives what holds at that moment. */
export function createProcessMetrics(): () => readonly Family[] {
  const lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MS });
  lag.enable();
  const startedAt = Math.round(Date.now() / 1_000 - process.uptime());
  return () => {
    const cpu = process.cpuUsage();
    const memory = process.memoryUsage();
    const families = [
      counter("process_cpu_user_seconds_total", "CPU time in user mode", cpu.user / 1e6),
      counter("process_cpu_system_seconds_total", "CPU time in the system", cpu.system / 1e6),
      counter("process_cpu_seconds_total", "CPU time", (cpu.user + cpu.system) / 1e6),
      gauge("process_start_time_seconds", "Start of the process, in seconds since 1970", startedAt),
      gauge("process_resident_memory_bytes", "Memory the process holds", memory.rss),
      gauge("nodejs_heap_size_total_bytes", "Heap of JavaScript", memory.heapTotal),
      gauge("nodejs_heap_size_used_bytes", "Heap of JavaScript in use", memory.heapUsed),
      gauge("nodejs_external_memory_bytes", "Memory bound to objects of JavaScript", memory.external),
      gauge(
        "nodejs_eventloop_lag_p50_seconds",
        "Half of the delays of the event loop are below",
        inS(lag.percentile(50)),
      ),
      gauge(
        "nodejs_eventloop_lag_p99_seconds",
        "99 % of the delays of the event loop are below",
        inS(lag.percentile(99)),
      ),
      gauge("nodejs_eventloop_lag_max_seconds", "Longest delay of the event loop", inS(lag.max)),
    ];
    // Of the time since the last look, so that an hour ago does not hide now.
    lag.reset();
    return families;
  };
}

function inS(nanoseconds: number): number {
  return nanoseconds / 1e9;
}

function counter(name: string, help: string, value: number): Family {
  return { name, help, type: "counter", samples: [{ value }] };
}

function gauge(name: string, help: string, value: number): Family {
  return { name, help, type: "gauge", samples: [{ value }] };
}
