# Every task of Buddylab; `make help` lists them. V=1 shows the commands.

# Their names are what others chose, and may have a $ in them: they go to the grader as they were typed. This comes first,
# since make 4.4 expands what it exports for each $(shell), too.
unexport SUBMISSION SUBMISSIONS RESULT CLASS SECRET
export GRADED := $(value SUBMISSION)
export GRADED_INTO := $(value RESULT)
export SUBMITTED := $(value SUBMISSIONS)
export SUBMITTED_INTO := $(value OUT)
# All rules are in this file. Make's own would be tried for each header that an image depends on, for half of its time.
MAKEFLAGS += -rR
LESSON ?= 01
DOT ?= dot
BWRAP ?= bwrap
# GDB, QEMU, TOOLPREFIX, MARCH: chosen by gdb/tools.sh, which is asked each time, and looks again when other tools are
# at hand. What installs tools first, or needs none, leaves that to the make that it starts, if any.
ifneq ($(filter-out tour test test-pages test-foreign site lint fuzz doctor deps handout autograder submit clean help,$(or $(MAKECMDGOALS),all)),)
ifeq ($(CHOSEN),)
# A file for each set of names that were given, since two makes with other names may run at once.
TOOLS := build/tools$(subst $() ,,$(subst /,_,$(patsubst %,-%,$(GDB) $(QEMU) $(TOOLPREFIX)))).mk
include $(TOOLS)
endif
export QEMU GDB TOOLPREFIX TOOLPREFIX_FAULT MARCH
endif
export DOT BWRAP
# The modules that a distribution packages belong to its own Python, which is also the one inside GDB.
PYTHON ?= $(call first,/usr/bin/python3 python3)
PYTHON_FAULT = $(if $(PYTHON),,python3 was not found)
PYTEST ?= $(call first,/usr/bin/pytest-3 pytest-3 pytest)
first = $(firstword $(foreach name,$(1),$(shell command -v $(name) 2>/dev/null)))
Q = $(if $(V),,@)
# What is said in a recipe, and what ends all of make, in lines that fit the terminal. Make writes up to eighteen letters in
# front of an error, as "Makefile:235: *** ", and eight behind it; of what a shell prints, it makes one line.
# A sentence with a comma of its own would be cut there.
say = echo '$(1)' | sh gdb/wrap.sh
refuse = $(error $(subst |,$(newline),$(shell echo '------------------$(subst ','\'',$(1))--------' | sh gdb/wrap.sh 2 | \
	sed '1s/^-*//; $$s/-*$$//; $$!s/$$/|/' | tr -d '\n')))
define newline


endef
comma := ,
# A tool that cannot do what is needed ends a recipe with the reason; or, where make needs it at once, all of make.
advice = ; run make deps, or make doctor to see more
needs = $(Q)$(if $($(1)_FAULT),$(call say,$($(1)_FAULT)$(advice).) >&2; exit 1,:)
SUBMAKE = $(MAKE) --no-print-directory $(if $(V),,-s) $(if $(MARCH),CHOSEN=yes)

# Both sides: a list's head is read as the plain word that it is, whatever C thinks of its type.
COMMON = -std=gnu11 -Wall -Wextra -Werror -fno-strict-aliasing -Ikernel -MMD -MP
# The lessons and most tests: with the ledger beside the heaps, see kernel/buddy_ledger.h.
CHECKED = -DBUDDY_CHECKED
CFLAGS = $(COMMON) $(CHECKED) -O0 -g3 -ffreestanding -fno-pie -fno-stack-protector -fno-asynchronous-unwind-tables \
	-march=$(MARCH) -mabi=lp64 -mcmodel=medany -Ilab
LDFLAGS = -nostdlib -static -no-pie -T kernel/kernel.ld -Wl,-z,max-page-size=4096 -Wl,--build-id=none -Wl,--fatal-warnings
HOST_CC = cc
HOST_CFLAGS = $(COMMON) $(CHECKED) -O1 -g3 -fsanitize=address,undefined -fno-sanitize-recover=all -Itests/host
# Without ledger and sanitizers: what must be fast, or lie where AddressSanitizer keeps its shadow.
PLAIN_CFLAGS = $(COMMON) -O2 -g3 -Itests/host

KERNEL := $(patsubst %.c,build/%.o,$(wildcard kernel/*.c))
HOST_KERNEL := $(filter-out %/main.c %/power.c %/trap.c %/uart.c,$(wildcard kernel/*.c))
LESSONS := $(notdir $(patsubst %/,%,$(wildcard lab/[0-9][0-9]-*/)))
IMAGES := $(LESSONS:%=build/%.elf)
PRACTICE := build/practice.elf
EXERCISES := $(notdir $(patsubst %/,%,$(wildcard lab/exercises/[0-9][0-9]-*/)))
EXERCISE_IMAGES := $(EXERCISES:%=build/exercises/%.elf)
BROKEN := $(patsubst tests/session/images/%.c,build/tests/%.elf,$(wildcard tests/session/images/*.c))
BARE := $(addprefix build/tests/,harts.elf memory_of_now.elf)
PLAIN := $(addprefix build/host/,test_published_region trace bench_heap)
HOST := $(filter-out $(PLAIN),$(patsubst tests/host/%.c,build/host/%,$(wildcard tests/host/test_*.c)))
RANDOM_HOST := $(addprefix build/host/test_,buddy_heap_random linked_list_random buddy_tree)
NAME = $(or $(filter $(LESSON)-% 0$(LESSON)-%,$(LESSONS)),$(call refuse,There is no lesson $(LESSON); \
	expected one of these: $(foreach lesson,$(LESSONS),$(firstword $(subst -, ,$(lesson))))))
# EXERCISE=1,5 and EXERCISE="01 05" are the same: those exercises, each once.
PICKED = $(subst $(comma), ,$(EXERCISE))
EXERCISE_NAMES = $(sort $(foreach number,$(or $(strip $(PICKED)),$(EXERCISE)),$(call exercise,$(number))))
CHOSEN_EXERCISES = $(if $(strip $(EXERCISE)),$(EXERCISE_NAMES),$(EXERCISES))
exercise = $(or $(filter $(1)-% 0$(1)-%,$(EXERCISES)),$(call refuse,There is no exercise $(1); \
	expected one of these: $(foreach each,$(EXERCISES),$(firstword $(subst -, ,$(each))))))
EXERCISE_NAME = $(if $(word 2,$(EXERCISE_NAMES)),$(call refuse,make $(TASK) takes one exercise at a time; \
	expected $(call either,$(foreach each,$(EXERCISE_NAMES),EXERCISE=$(firstword $(subst -, ,$(each)))))),$(EXERCISE_NAMES))
either = $(subst $() , or ,$(strip $(1)))
# What make check is asked for: nothing means all, though LESSON has a value of its own.
CHOSEN_ONES = $(if $(filter file,$(origin LESSON)),,$(NAME)) $(if $(strip $(EXERCISE)),$(EXERCISE_NAMES:%=exercises/%))
IMAGE = $(if $(value SHEET),$(PRACTICE),build/$(if $(strip $(EXERCISE)),exercises/$(EXERCISE_NAME),$(NAME)).elf)

# A grading that does not even begin, for it was mistyped, leaves no earlier result behind that could be taken for its own.
$(if $(filter grade,$(MAKECMDGOALS)),$(if $(findstring n,$(firstword -$(MAKEFLAGS))),,$(shell rm -f build/grade.json)))

# What was typed and cannot be meant so is told before anything is done: a number alone, and a name that is misspelt.
NUMBER := $(firstword $(subst -, ,$(filter 0% 1% 2% 3% 4% 5% 6% 7% 8% 9%,$(MAKECMDGOALS))))
TASK := $(firstword $(filter debug run grade class check,$(MAKECMDGOALS)) debug)
form = $(if $(filter $(NUMBER)-% 0$(NUMBER)-%,$($(1)S)),make $(TASK) $(1)=$(NUMBER))
MEANT := $(strip $(if $(filter grade class,$(TASK)),,$(call form,LESSON)) $(call form,EXERCISE))
$(if $(NUMBER),$(call refuse,There is no task $(NUMBER); \
	expected $(or $(subst $(NUMBER) make,$(NUMBER) or make,$(MEANT)),make $(TASK) LESSON=NN or make $(TASK) EXERCISE=NN)))
# Any variable may be given for the environment of a task (LESS is the pager's), but none that is nearly one of NAMES.
NAMES = LESSON EXERCISE CHECK $(if $(filter class,$(MAKECMDGOALS)),,SUBMISSION) $(if $(filter grade,$(MAKECMDGOALS)),,SUBMISSIONS) RESULT SEED SHEET TOPIC COUNT CLASS SECRET ROUNDS FORMAT \
	THEME FIT TOOLPREFIX
GIVEN := $(filter-out $(NAMES) V GDB QEMU DOT BWRAP PART OUT MARCH PYTHON PYTEST CHOSEN CC LESS,$(foreach name,$(.VARIABLES),\
	$(if $(filter command,$(firstword $(origin $(name)))),$(name))))
NEARLY := $(if $(GIVEN),$(shell sh gdb/nearly.sh '$(NAMES)' $(GIVEN:%='%')))
$(if $(NEARLY),$(call refuse,There is no $(firstword $(NEARLY)); expected $(lastword $(NEARLY))=$(value $(firstword $(NEARLY)))))

.PHONY: anew all tour debug practice try-linux worksheet worksheets run grade class check handout autograder submit figures \
	walkthrough test fuzz bench lint doctor deps clean help images exercises \
	has-tests graded-parts site test-pages test-foreign installed-tour installed-test installed-site installed-test-pages \
	installed-test-foreign
.DELETE_ON_ERROR:
.SECONDARY:

all: images ## build the image of every lesson

tour: ## set up what is missing, play the lessons, draw every figure; V=1 shows all that is typed and printed
	$(Q)sh gdb/doctor.sh install tour
	$(Q)$(SUBMAKE) installed-tour

# bash -m makes GDB a job of its own, so that Ctrl-C stops the machine and not make.
debugger = $(Q)bash $$(test -t 0 && echo -m) -c '"$$0" -nx -q -iex "set debuginfod enabled off" "$$@"; \
	exit $$?' $(GDB) $(1)

debug: export BUDDYLAB_SHEET = $(value SHEET)
debug worksheet worksheets: export BUDDYLAB_COUNT = $(value COUNT)
debug practice worksheet worksheets: export BUDDYLAB_TOPIC = $(value TOPIC)
debug: ## debug a lesson, an exercise, or a worksheet: make debug LESSON=01, make debug SHEET=4711
	$(call needs,GDB)
	$(call needs,QEMU)
	$(Q)$(SUBMAKE) $(IMAGE)
	$(call debugger,$(IMAGE) -x gdb/init.gdb)

# What it is about goes to the debugger by the environment, as it was typed.
practice: export BUDDYLAB_SEED = $(value SEED)
practice: ## questions without end on what a request will do: make practice TOPIC=merge SEED=4711
	$(call needs,GDB)
	$(call needs,QEMU)
	$(Q)$(SUBMAKE) $(PRACTICE)
	$(call debugger,$(PRACTICE) -x gdb/init.gdb)

# Where GDB finds the kernel, which is no part of the project: $ in a folder's name goes there as it is.
try-linux: export BUDDYLAB_LINUX = $(or $(value XDG_CACHE_HOME),$(value HOME)/.cache)/buddylab/linux
try-linux: ## ask the lessons' questions of a real kernel, Debian's Linux (1.1 GB, which it asks before it fetches)
	$(call needs,GDB)
	$(call needs,QEMU)
	$(call needs,PYTHON)
	$(Q)$(SUBMAKE) build/linux/initrd
	$(Q)$(PYTHON) gdb/linux.py fetch "$$BUDDYLAB_LINUX"
	$(if $(CHECK),$(Q)CHECK= $(PYTHON) gdb/linux.py $(if $(filter write,$(CHECK)),write,check),$(call debugger,-x gdb/linux.gdb))

# The same for who sets the questions: on paper, and with the answers.
worksheet: export BUDDYLAB_SHEET = $(value SEED)
worksheets: export BUDDYLAB_ROSTER = $(value CLASS)
worksheets: export BUDDYLAB_SECRET = $(value SECRET)
worksheet worksheets: export BUDDYLAB_INTO = $(value OUT)
define worksheets
	$(call needs,GDB)
	$(call needs,QEMU)
	$(call needs,PYTHON)
	$(Q)$(SUBMAKE) $(PRACTICE)
	$(Q)$(PYTHON) gdb/worksheets.py $(1)
endef

worksheet: ### make a worksheet of two pages, and its key: make worksheet SEED=4711 TOPIC=merge COUNT=6
	$(call worksheets,one)

worksheets: ### make one for each row of a table, and all keys: make worksheets CLASS=roster.csv
	$(call worksheets,class)

run: ## run a lesson, or an exercise, without a debugger; fails if the machine reports a failure
	$(call needs,QEMU)
	$(Q)$(SUBMAKE) $(IMAGE)
	$(Q)$(QEMU) -machine virt -bios none -smp 1 -m 128M -display none -serial stdio -monitor none \
		-kernel $(IMAGE) </dev/null

# What a grading finds in its environment.
BLUNT = $(or $(GDB_FAULT),$(QEMU_FAULT),$(TOOLPREFIX_FAULT))
GRADING = FAULT='$(if $(BLUNT),$(BLUNT)$(advice).)' PARTS='$(SUBMAKE) graded-parts' \
	CC='$(TOOLPREFIX)gcc' CFLAGS='$(CFLAGS)' LDFLAGS='$(LDFLAGS)'

grade: ## judge the exercises, or some: make grade EXERCISE=1,5 SUBMISSION=FOLDER
	$(call needs,PYTHON)
	$(Q)$(GRADING) $(PYTHON) gdb/grade.py $(CHOSEN_EXERCISES)

class: ### judge what all students have handed in, into build/class/: make class SUBMISSIONS=FOLDER EXERCISE=1,5
	$(call needs,PYTHON)
	$(Q)$(GRADING) $(PYTHON) gdb/grade_class.py $(CHOSEN_EXERCISES)

check: has-tests ### say all that is wrong with a lesson or an exercise that you write: make check LESSON=09
	$(call needs,PYTHON)
	$(Q)$(GRADING) $(PYTHON) gdb/mistakes.py $(CHOSEN_ONES)

handout: ### pack build/buddylab-handout.tar.gz for students: lessons, and the exercises of EXERCISE=1,5
	$(call needs,PYTHON)
	$(Q)$(PYTHON) gdb/pack.py handout $(CHOSEN_EXERCISES)

autograder: ### pack build/autograder.zip for Gradescope: make autograder EXERCISE=1,5
	$(call needs,PYTHON)
	$(Q)$(PYTHON) gdb/pack.py autograder $(CHOSEN_EXERCISES)

submit: ## pack build/submission.zip, to be handed in: the files of all exercises, or some: make submit EXERCISE=1,5
	$(call needs,PYTHON)
	$(Q)$(PYTHON) gdb/pack.py submission $(CHOSEN_EXERCISES)

site: ## make pages of the lessons in build/site/, for a browser or for any web server
	$(Q)sh gdb/doctor.sh install site
	$(Q)$(SUBMAKE) installed-site

figures: images ## draw the figures in diagrams/ again; or others: make figures FORMAT=pdf FIT=slide LESSON=01
	$(Q)$(PYTHON) gdb/play.py figures

walkthrough: images ### write the output of a run into walkthrough.md and README.md
	$(Q)$(PYTHON) gdb/play.py walkthrough

test: has-tests ### set up what is missing, run every test
	$(Q)sh gdb/doctor.sh install test
	$(Q)$(SUBMAKE) installed-test

fuzz: has-tests ### try random inputs, and say how to repeat one that fails: make fuzz SEED=7 ROUNDS=1000
	$(Q)sh gdb/doctor.sh install test
	$(Q)$(SUBMAKE) $(RANDOM_HOST) $(BROKEN) images
	$(Q)$(PYTHON) tests/fuzz/run.py '$(SEED)' '$(ROUNDS)' '$(PART)'

test-pages: has-tests ### set up what is missing, test the pages in a real browser
	$(Q)sh gdb/doctor.sh install test-pages
	$(Q)$(SUBMAKE) installed-test-pages

test-foreign: has-tests ### set up what is missing, read lists of other people's libraries and systems
	$(Q)sh gdb/doctor.sh install test-foreign
	$(Q)$(SUBMAKE) installed-test-foreign

lint: has-tests ### set up what is missing, check the style of the C and the Python
	$(Q)sh gdb/doctor.sh install lint
	$(Q)clang-format --dry-run --Werror $(shell git ls-files '*.c' '*.h')
	$(Q)black --check -q gdb lab tests || { echo 'black would change files: run black gdb lab tests'; exit 1; }
	$(Q)flake8 gdb lab tests
	$(Q)mypy --strict gdb
	$(Q)set -e; for judge in lab/exercises/*/judge.py; do mypy --strict --no-error-summary $$judge; done

doctor: ## check each tool, and say what to do if one is wrong or missing
	$(Q)sh gdb/doctor.sh

deps: ## install what is missing
	$(Q)sh gdb/doctor.sh install

bench: has-tests build/host/bench_heap build/tests/bench.elf images ### measure the heap, and how long it takes to read and draw a list
	$(Q)build/host/bench_heap
	@echo
	$(Q)$(PYTHON) tests/bench/bench.py

clean: ## remove what was built; the notes on your progress stay
	$(Q)mkdir -p build && find build -mindepth 1 -maxdepth 1 ! -name progress.txt -exec rm -rf {} +

# A task with ### is for a clone of the repository, and not for a student's copy.
help: ## list these tasks
	@{ awk -F ':.*##+ ' '/^[a-z-]+:.*[^#]##$(if $(wildcard tests),#?) / {printf "make %-13s %s\n", $$1, $$2}' Makefile; \
	echo 'LESSON=NN chooses a lesson: $(LESSONS).'; \
	echo 'EXERCISE=NN chooses an exercise, EXERCISE=1,5 several: $(EXERCISES).'; \
	echo 'FORMAT=svg, pdf, png or dot and THEME=light, dark or print choose how make figures draws, OUT=FOLDER where;'; \
	echo 'FIT=slide, page, phone or WIDTHxHEIGHT chooses for which place.'; \
	echo 'TOOLPREFIX, GDB, QEMU and DOT choose other tools. V=1 shows commands.'; \
	} | sh gdb/wrap.sh

# A student's copy has none, since they hold the solutions.
has-tests:
	@test -d tests || \
		{ $(call say,This copy of Buddylab has no tests; make grade judges the exercises.); exit 1; }

images: $(IMAGES) $(PRACTICE)

exercises: $(EXERCISE_IMAGES)

# All of an image but the student's file, which may not compile.
graded-parts: $(EXERCISES:%=build/lab/exercises/%/exercise.o) build/kernel/entry.o build/kernel.a

# A make of their own: a recipe is expanded as a whole, before its first line could install what a later one names.
installed-tour: images
	$(Q)V=$(V) $(PYTHON) gdb/play.py tour

# More at a time than there are processors, for a third of the time a test waits: for QEMU, a lock, a time limit.
installed-test: images exercises $(BROKEN) build/tests/rv32.elf $(BARE) $(HOST) $(PLAIN)
	$(Q)$(PYTEST) -q -n $$(($$(getconf _NPROCESSORS_ONLN) * 3 / 2)) --dist loadfile tests --ignore=tests/pages \
		--ignore=tests/foreign

installed-test-foreign:
	$(Q)$(PYTEST) -q -n $$(getconf _NPROCESSORS_ONLN) --dist loadfile tests/foreign

# Nothing that fails may depend on the order in which Python happens to keep a set: it could not be repeated.
installed-test installed-test-foreign fuzz: export PYTHONHASHSEED = 0
# Some hundred GDBs load the same modules: they are compiled once, also where somebody has told Python not to keep that.
installed-test installed-test-foreign fuzz: export PYTHONDONTWRITEBYTECODE =

installed-site: images
	$(Q)$(PYTHON) gdb/play.py site

installed-test-pages: installed-site
	$(Q)$(PYTEST) -q tests/pages

$(IMAGES): build/%.elf: build/lab/%/lesson.o
$(PRACTICE): build/lab/practice/practice.o
$(BROKEN): build/tests/%.elf: build/tests/session/images/%.o
# The exercise itself, and the one file that a student edits.
$(foreach each,$(EXERCISES),$(eval build/exercises/$(each).elf: \
	$(sort $(patsubst %,build/lab/exercises/$(each)/%.o,exercise $(subst $(firstword $(subst -, ,$(each)))-,,$(each))))))
$(IMAGES) $(PRACTICE) $(BROKEN) $(EXERCISE_IMAGES): build/kernel/entry.o build/kernel.a kernel/kernel.ld
	@mkdir -p $(@D)
	$(Q)$(CC_RISCV) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^)

# A machine of 32 bits, with nothing of the kernel in it.
build/tests/rv32.elf: tests/session/programs/rv32.c kernel/kernel.ld Makefile
	@mkdir -p $(@D)
	$(Q)$(CC_RISCV) -std=gnu11 -Wall -Wextra -Werror -O0 -g3 -ffreestanding -march=rv32imac -mabi=ilp32 $(LDFLAGS) -o $@ $<

# Of 64 bits, with nothing of the kernel either.
$(BARE): build/tests/%.elf: tests/session/programs/%.c kernel/kernel.ld Makefile
	@mkdir -p $(@D)
	$(Q)$(CC_RISCV) $(CFLAGS) $(LDFLAGS) -o $@ $<

# The only process on the Linux of try-linux, and the file system with nothing but that.
build/linux/init: lab/linux/init.c Makefile
	@mkdir -p $(@D)
	$(Q)$(CC_RISCV) $(filter-out -g3 -Ilab -Ikernel,$(CFLAGS)) -nostdlib -static -no-pie -Wl,--build-id=none -o $@ $<

build/linux/initrd: build/linux/init gdb/linux.py gdb/buddylab/packing/cpio.py
	$(Q)$(PYTHON) gdb/linux.py initrd $< $@

# An archive, so that an image holds what it uses: only lesson 7 has the kernel heap's 8 MiB.
build/kernel.a: $(KERNEL)
	$(Q)rm -f $@
	$(Q)$(CC_RISCV:%gcc=%ar) rcs $@ $^

build/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(Q)$(CC_RISCV) $(CFLAGS) -c -o $@ $<

build/%.o: %.S Makefile
	@mkdir -p $(@D)
	$(Q)$(CC_RISCV) $(CFLAGS) -c -o $@ $<

# The very files that the image is made of, compiled for this computer.
$(HOST): build/host/%: build/host/tests/host/%.o build/host/kernel.a
	$(Q)$(HOST_CC) $(HOST_CFLAGS) -o $@ $(filter %.o %.a,$^)

$(PLAIN): build/host/%: build/plain/tests/host/%.o build/plain/kernel.a
	@mkdir -p $(@D)
	$(Q)$(HOST_CC) $(PLAIN_CFLAGS) -o $@ $(filter %.o %.a,$^)

build/host/test_buddy_heap_random: build/host/tests/host/unchecked.o

build/host/kernel.a: $(HOST_KERNEL:%.c=build/host/%.o)
build/plain/kernel.a: $(HOST_KERNEL:%.c=build/plain/%.o)
build/host/kernel.a build/plain/kernel.a:
	$(Q)rm -f $@
	$(Q)ar rcs $@ $^

build/host/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(Q)$(HOST_CC) $(HOST_CFLAGS) -c -o $@ $<

build/plain/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(Q)$(HOST_CC) $(PLAIN_CFLAGS) -c -o $@ $<

CC_RISCV = $(if $(TOOLPREFIX_FAULT),$(call refuse,$(TOOLPREFIX_FAULT)$(advice)),$(TOOLPREFIX)gcc)

# Anew at each make, for tools come and go; make starts over only where the choice is another one.
$(TOOLS): anew
	@sh gdb/tools.sh $@
anew:

-include $(wildcard $(addprefix build/*/,*.d */*.d */*/*.d))
