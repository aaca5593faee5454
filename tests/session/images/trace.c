/* The trace of tests/trace.h on the riscv64 machine; build/host/trace prints the same lines. */
#include "../../trace.h"
#include "console.h"
#include "lesson.h"
#include "step.h"

const char lesson_title[] = "A trace of random calls";

void lesson(void)
{
    STEP(1, "run the trace");
    trace_run(console_printf);
}
