# Makefile -- builds, tests and installs diafano; "make help" lists what it can do.
# SPDX-License-Identifier: GPL-3.0-or-later
#
# From the top: version, what the user may set, our flags, lists, rules, verbs.

VERSION = 0.1.0

# --- The user's: CC, CFLAGS, LDFLAGS, DESTDIR, PREFIX; DEV=1 makes warnings
# --- errors; BUILD=asan builds for the sanitizers; BUILD_DIR moves the objects;
# --- V=1 shows the commands.

CFLAGS ?= -O2
PREFIX ?= /usr/local
DESTDIR ?=
DEV ?=
BUILD ?=
V ?=
N ?= 1000
PKG_CONFIG ?= pkg-config
INSTALL ?= install

ifeq ($(BUILD),)
BUILD_DIR ?= build
else
BUILD_DIR ?= build/$(BUILD)
endif

# --- Ours. Functions of POSIX and Linux are asked for here, once, and -Iinclude
# --- is the only path: an #include states a dependency between rooms in full.

# LATER are loaded when a document to import or a site to serve needs them: only their headers count here.
MODULES = libcmark-gfm yaml-0.1 libgit2 libutf8proc nettle zlib sqlite3 minizip
LATER = libarchive libxml-2.0 poppler-glib libmicrohttpd
WARNINGS = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-Wvla -Wpointer-arith -Wwrite-strings -Wformat=2
OUR_CPPFLAGS = -Iinclude -D_GNU_SOURCE -DDIAFANO_VERSION='"$(VERSION)"' $(MODULE_CFLAGS)
OUR_CFLAGS = -std=c17 -pthread $(WARNINGS)
OUR_LDFLAGS = -pthread
MODULE_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(MODULES) 2>/dev/null)
LATER_CFLAGS := $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags $(LATER) 2>/dev/null))
MODULE_LIBS := $(shell $(PKG_CONFIG) --libs $(MODULES) 2>/dev/null)
TEST_LIBS = -lcmocka
LIBS = $(MODULE_LIBS) -lcmark-gfm-extensions -lcmark-gfm -lstemmer -lm

ifneq ($(DEV),)
OUR_CFLAGS += -Werror -g
endif
ifeq ($(BUILD),asan)
OUR_CPPFLAGS += -DARENA_MALLOC
OUR_CFLAGS += -g -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
OUR_LDFLAGS += -fsanitize=address,undefined
else ifneq ($(BUILD),)
$(error BUILD=$(BUILD) is unknown; there is BUILD=asan)
endif

DATA_DIR = $(PREFIX)/share/diafano
MAN_DIR = $(PREFIX)/share/man/man1
COMPLETION_DIR = $(PREFIX)/share/bash-completion/completions

# --- Lists.

MAIN = $(wildcard generator/main.c)
SOURCES = $(sort $(wildcard generator/*/*.c))
HEADERS = $(sort $(wildcard include/*/*.h generator/*/*.h))
UNIT_SOURCES = $(sort $(wildcard tests/unit/test_*.c))
SCRIPTS = .ci/run .ci/need tests/browser/install tests/browser/run tests/browser/run-embed tests/browser/run-install tests/serve/run-browser tests/install/run tests/completion/run

OBJECTS = $(SOURCES:%.c=$(BUILD_DIR)/%.o)
LIBRARY = $(BUILD_DIR)/libdiafano.a
PROGRAM = $(MAIN:generator/main.c=$(BUILD_DIR)/diafano)
UNITS = $(UNIT_SOURCES:tests/unit/%.c=$(BUILD_DIR)/unit/%)
THEME_FILES = $(sort $(shell find themes -type f 2>/dev/null))

say = $(if $(V),,@echo '  $(1)	$@';)
COMPILE = $(CC) $(OUR_CPPFLAGS) $(CPPFLAGS) $(OUR_CFLAGS) $(CFLAGS)
LINK = $(CC) $(OUR_CFLAGS) $(CFLAGS) $(OUR_LDFLAGS) $(LDFLAGS)

# --- Rules.

all: $(LIBRARY) $(PROGRAM)

$(LIBRARY): $(OBJECTS) $(BUILD_DIR)/list
	@rm -f $@
	$(call say,AR)$(AR) rcs $@ $(OBJECTS)

$(BUILD_DIR)/diafano: $(BUILD_DIR)/generator/main.o $(LIBRARY)
	$(call say,LD)$(LINK) -o $@ $^ $(LIBS) $(LDLIBS)

$(BUILD_DIR)/unit/%: tests/unit/%.c $(LIBRARY) $(BUILD_DIR)/flags
	@mkdir -p $(@D)
	$(call say,CC)$(COMPILE) -MMD -MP -MF $@.d $(OUR_LDFLAGS) $(LDFLAGS) -o $@ $< $(LIBRARY) $(TEST_LIBS) $(LIBS) $(LDLIBS)

# Only import/ knows the libraries that read documents.
$(BUILD_DIR)/generator/import/%.o $(BUILD_DIR)/generator/serve/%.o: private OUR_CPPFLAGS += $(LATER_CFLAGS)

# Only the commands know where the installed themes lie.
$(BUILD_DIR)/generator/command/%.o: private OUR_CPPFLAGS += -DDIAFANO_DATADIR='"$(DATA_DIR)"'
$(filter $(BUILD_DIR)/generator/command/%,$(OBJECTS)): $(BUILD_DIR)/prefix

$(BUILD_DIR)/%.o: %.c $(BUILD_DIR)/flags
	@mkdir -p $(@D)
	$(call say,CC)$(COMPILE) -MMD -MP -c -o $@ $<

# Notes that change only when what they hold does: other flags compile everything
# again, another prefix the commands, another list of sources makes the library again.
$(BUILD_DIR)/flags: FORCE
	@mkdir -p $(@D)
	@$(call note,$(COMPILE) | $(LINK) | $(LIBS))

$(BUILD_DIR)/prefix: FORCE
	@mkdir -p $(@D)
	@$(call note,$(DATA_DIR))

$(BUILD_DIR)/list: FORCE
	@mkdir -p $(@D)
	@$(call note,$(OBJECTS))

note = printf '%s\n' '$(subst ','\'',$(1))' | cmp -s - $@ || printf '%s\n' '$(subst ','\'',$(1))' >$@

-include $(OBJECTS:.o=.d) $(BUILD_DIR)/generator/main.d $(UNITS:=.d)

# --- Verbs.

# "site" and "test" set up the machine first; the second make sees what the
# first one installed. Where nothing is missing they neither ask nor connect.
site:
	@CC='$(CC)' .ci/need site
	@$(MAKE) --no-print-directory all
	$(BUILD_DIR)/diafano build

test:
	@CC='$(CC)' .ci/need site test
	@$(MAKE) --no-print-directory check

check: all $(UNITS)
	@BUILD_DIR='$(BUILD_DIR)' CC='$(CC)' MAKE='$(MAKE)' UPDATE='$(UPDATE)' tests/run

asan:
	@LSAN_OPTIONS=suppressions=$(CURDIR)/tests/leaks.txt:print_suppressions=0 $(MAKE) --no-print-directory BUILD=asan check

bench:
	@CC='$(CC)' .ci/need site bench
	@$(MAKE) --no-print-directory all
	@BUILD_DIR='$(BUILD_DIR)' CC='$(CC)' N='$(N)' tests/bench/run

# The manual of what templates can print, from the program that fills them.
bench-history:
	@CC='$(CC)' .ci/need site test
	@$(MAKE) --no-print-directory all
	@BUILD_DIR='$(BUILD_DIR)' tests/bench/history $(SIZES)

values: all
	$(BUILD_DIR)/diafano dump plantillas >themes/VALORES.md

bench-serve:
	@CC='$(CC)' .ci/need site bench
	@$(MAKE) --no-print-directory all
	@BUILD_DIR='$(BUILD_DIR)' N='$(N)' tests/bench/serve

# Needs npm and Chromium; fetches Pagefind, which no test does.
bench-search:
	@CC='$(CC)' .ci/need site test
	@$(MAKE) --no-print-directory all
	@BUILD_DIR='$(BUILD_DIR)' N='$(N)' tests/bench/search/run

layers:
	@tests/layers/check .

headers:
	@status=0; for header in $(HEADERS); do \
		printf '#include "%s"\n' "$$header" | \
		$(COMPILE) -Werror -fsyntax-only -I. -x c - || { echo "headers: $$header does not compile alone" >&2; status=1; }; \
	done; exit $$status

# A tool that is not installed is passed over; what one finds is an error. Left out are
# the checks that cry at arrays of pointers, at va_start(), at sums of small numbers, and
# where cppcheck cannot read a macro or an inlined constant.
TIDY = -*,clang-analyzer-*,bugprone-*,-bugprone-easily-swappable-parameters,-bugprone-narrowing-conversions,$\
	-bugprone-reserved-identifier,-bugprone-sizeof-expression,-bugprone-implicit-widening-of-multiplication-result,$\
	-clang-analyzer-valist.Uninitialized,-clang-analyzer-security.insecureAPI.DeprecatedOrUnsafeBufferHandling
lint:
	@status=0; \
	try() { if command -v "$$1" >/dev/null; then echo "lint: $$1"; "$$@" || status=1; else echo "lint: no $$1 here"; fi; }; \
	try cppcheck --quiet --std=c11 --error-exitcode=1 --enable=warning,performance,portability --inline-suppr \
		--suppress=missingIncludeSystem --suppress=funcArgOrderDifferent \
		--suppress=internalAstError --suppress=arrayIndexOutOfBoundsCond --suppress=pointerOutOfBoundsCond -Iinclude generator; \
	try clang-tidy --quiet --warnings-as-errors='*' --checks='$(TIDY)' $(SOURCES) $(MAIN) -- \
		$(OUR_CPPFLAGS) $(LATER_CFLAGS) -std=c17 -DDIAFANO_DATADIR='"$(DATA_DIR)"'; \
	try shellcheck -s bash generator/diafano.bash; \
	try shellcheck $(SCRIPTS); \
	exit $$status

install: all
	$(INSTALL) -d '$(DESTDIR)$(PREFIX)/bin' '$(DESTDIR)$(MAN_DIR)' '$(DESTDIR)$(COMPLETION_DIR)'
	$(INSTALL) -m 755 $(BUILD_DIR)/diafano '$(DESTDIR)$(PREFIX)/bin/diafano'
	if test -f generator/diafano.1; then $(INSTALL) -m 644 generator/diafano.1 '$(DESTDIR)$(MAN_DIR)/diafano.1'; fi
	$(INSTALL) -m 644 generator/diafano.bash '$(DESTDIR)$(COMPLETION_DIR)/diafano'
	@for file in $(THEME_FILES); do \
		$(INSTALL) -D -m 644 "$$file" '$(DESTDIR)$(DATA_DIR)'/"$$file" || exit 1; \
	done

uninstall:
	rm -f '$(DESTDIR)$(PREFIX)/bin/diafano' '$(DESTDIR)$(MAN_DIR)/diafano.1' '$(DESTDIR)$(COMPLETION_DIR)/diafano'
	rm -rf '$(DESTDIR)$(DATA_DIR)'

# What is packed is what was committed; it is unpacked, built, tested, installed,
# and builds a site with the installed themes before it is called done.
DIST = diafano-$(VERSION)
dist: WORK = $(abspath $(BUILD_DIR))/dist
dist:
	rm -rf '$(WORK)' && mkdir -p '$(WORK)/site'
	git archive --prefix=$(DIST)/ HEAD | gzip -9n >'$(WORK)/$(DIST).tar.gz'
	tar -xzf '$(WORK)/$(DIST).tar.gz' -C '$(WORK)'
	NODE_DIR='$(abspath build/node)' $(MAKE) -C '$(WORK)/$(DIST)' BUILD= BUILD_DIR=build check
	$(MAKE) -C '$(WORK)/$(DIST)' BUILD= BUILD_DIR=build PREFIX='$(WORK)/installed' DESTDIR= install
	cp -R '$(WORK)/$(DIST)/content' '$(WORK)/site/'
	cd '$(WORK)/site' && '$(WORK)/installed/bin/diafano' build
	test -f '$(WORK)/site/site/index.html'
	mv '$(WORK)/$(DIST).tar.gz' '$(BUILD_DIR)/'
	rm -rf '$(WORK)'
	@echo '$(BUILD_DIR)/$(DIST).tar.gz'

clean:
	rm -rf $(BUILD_DIR)

help:
	@echo 'make site       install what is missing, compile, and build site/ from content/'
	@echo 'make test       install what is missing, compile, and run every test (UPDATE=1 rewrites expectations)'
	@echo 'make all        the library and the program, in build/'
	@echo 'make check      the tests, without looking for missing packages'
	@echo 'make asan       the tests with the address and undefined-behaviour sanitizers, in build/asan/'
	@echo 'make bench      figures, side by side with Hugo and the floors (N=1000)'
	@echo 'make bench-history  reading the past, against git log --raw (SIZES=1000x10000)'
	@echo 'make values     writes themes/VALORES.md, what a template can print'
	@echo 'make bench-serve  from a save to the new page, side by side with a resident hugo server (N=1000)'
	@echo 'make bench-search  the search, side by side with Pagefind on the same pages (N=1000)'
	@echo 'make layers     every #include goes in a direction the design allows'
	@echo 'make headers    every header compiles alone'
	@echo 'make lint       cppcheck, clang-tidy and shellcheck, where installed'
	@echo 'make install    DESTDIR= PREFIX=/usr/local'
	@echo 'make uninstall  removes what install put there'
	@echo 'make dist       packs what is committed, and tries the package'
	@echo 'make clean      removes build/'
	@echo 'Settings: CC=gcc|clang CFLAGS= LDFLAGS= DEV=1 BUILD=asan BUILD_DIR=build V=1'

FORCE:
.DELETE_ON_ERROR:
.PHONY: all site test check asan bench bench-search bench-serve bench-history values layers headers lint install uninstall dist clean help FORCE
