/*
 * floors.c -- what a build cannot go below: reading and parsing its input with
 * the libraries alone, and writing as many bytes to as many files.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 *   floors parse DIR THREADS        every .md and .yaml below DIR: libyaml's events
 *                                   of the data, cmark-gfm (with tables) to HTML of
 *                                   the prose; the results are thrown away
 *   floors list DIR                 prints "SIZE PATH" of every file below DIR
 *   floors write LIST DIR THREADS   writes files of those sizes below DIR
 *   floors stat DIR                 looks at every file below DIR and does nothing
 *   floors watch FILE COMMAND ...   runs COMMAND, ends as it ended, and writes to FILE
 *                                   its seconds and its peak of memory in KiB. A child
 *                                   counts its parent's memory until it calls exec:
 *                                   started from here, that is next to nothing
 *
 * Build: cc -O2 floors.c -lcmark-gfm -lcmark-gfm-extensions -lyaml -pthread
 * It is a tool of the bench alone, and stops at the first thing that fails.
 */
#define _GNU_SOURCE
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <err.h>
#include <fcntl.h>
#include <fts.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <yaml.h>

#define THREADS_MAX 64
#define BATCH 8		/* files that a thread takes at a time */

struct entry {
	char *path;
	size_t size;
};

struct work {
	struct entry *entries;
	size_t count, room;
	void (*task)(struct work *work, const struct entry *entry);
	int root;		/* paths are below this folder */
	const char *filler;	/* what write() writes */
	size_t filler_size;
	atomic_size_t next;
	atomic_size_t yield;	/* keeps the compiler from dropping the work */
};

static void work_add(struct work *work, const char *path, size_t size)
{
	if (work->count == work->room) {
		work->room = work->room ? 2 * work->room : 4096;
		work->entries = realloc(work->entries, work->room * sizeof *work->entries);
		if (!work->entries)
			err(1, "memory");
	}
	work->entries[work->count].path = strdup(path);
	work->entries[work->count++].size = size;
}

/* Every regular file below DIR, with its path from there. */
static void work_gather(struct work *work, char *dir)
{
	char *roots[] = { dir, NULL };
	size_t skip = strlen(dir);
	FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	FTSENT *found;

	if (!walk)
		err(1, "%s", dir);
	while ((found = fts_read(walk))) {
		if (found->fts_info == FTS_F)
			work_add(work, found->fts_path + skip + (found->fts_path[skip] == '/'),
				 (size_t)found->fts_statp->st_size);
		else if (found->fts_info == FTS_ERR || found->fts_info == FTS_DNR)
			errx(1, "%s: cannot be read", found->fts_path);
	}
	fts_close(walk);
}

static size_t count_events(const char *path, const char *text, size_t size)
{
	yaml_parser_t parser;
	yaml_event_t event;
	yaml_event_type_t type;
	size_t events = 0;

	if (!yaml_parser_initialize(&parser))
		err(1, "libyaml");
	yaml_parser_set_input_string(&parser, (const unsigned char *)text, size);
	do {
		if (!yaml_parser_parse(&parser, &event))
			errx(1, "%s: line %zu: %s", path, parser.problem_mark.line + 1, parser.problem);
		type = event.type;
		events++;
		yaml_event_delete(&event);
	} while (type != YAML_STREAM_END_EVENT);
	yaml_parser_delete(&parser);
	return events;
}

static size_t count_html(const char *text, size_t size)
{
	cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);
	cmark_node *tree;
	char *html;
	size_t length;

	cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
	cmark_parser_feed(parser, text, size);
	tree = cmark_parser_finish(parser);
	html = cmark_render_html(tree, CMARK_OPT_DEFAULT, cmark_parser_get_syntax_extensions(parser));
	length = strlen(html);
	free(html);
	cmark_node_free(tree);
	cmark_parser_free(parser);
	return length;
}

static int ends_in(const char *path, const char *ending)
{
	size_t length = strlen(path), tail = strlen(ending);

	return length > tail && !strcmp(path + length - tail, ending);
}

static void task_parse(struct work *work, const struct entry *entry)
{
	int prose = ends_in(entry->path, ".md"), file;
	char *text, *fence;
	size_t yield = 0;

	if (!prose && !ends_in(entry->path, ".yaml"))
		return;
	text = malloc(entry->size + 1);
	file = openat(work->root, entry->path, O_RDONLY);
	if (!text || file < 0 || read(file, text, entry->size) != (ssize_t)entry->size)
		err(1, "%s", entry->path);
	close(file);
	text[entry->size] = '\0';
	if (!prose) {
		yield = count_events(entry->path, text, entry->size);
	} else if (!strncmp(text, "---\n", 4) && (fence = strstr(text, "\n---\n"))) {
		yield = count_events(entry->path, text + 4, (size_t)(fence + 1 - text) - 4);
		fence += 5;
		yield += count_html(fence, (size_t)(text + entry->size - fence));
	} else {
		yield = count_html(text, entry->size);
	}
	atomic_fetch_add(&work->yield, yield);
	free(text);
}

static void task_write(struct work *work, const struct entry *entry)
{
	int file = openat(work->root, entry->path, O_WRONLY | O_CREAT | O_EXCL, 0644);
	size_t left = entry->size;

	if (file < 0)
		err(1, "%s", entry->path);
	while (left) {
		ssize_t done = write(file, work->filler, left < work->filler_size ? left : work->filler_size);

		if (done <= 0)
			err(1, "%s", entry->path);
		left -= (size_t)done;
	}
	close(file);
	atomic_fetch_add(&work->yield, entry->size);
}

static void *work_loop(void *argument)
{
	struct work *work = argument;
	size_t i, end;

	while ((i = atomic_fetch_add(&work->next, BATCH)) < work->count)
		for (end = i + BATCH < work->count ? i + BATCH : work->count; i < end; i++)
			work->task(work, &work->entries[i]);
	return NULL;
}

static void work_run(struct work *work, int threads)
{
	pthread_t others[THREADS_MAX];

	for (int i = 1; i < threads; i++)
		if (pthread_create(&others[i], NULL, work_loop, work))
			errx(1, "cannot start a thread");
	work_loop(work);
	for (int i = 1; i < threads; i++)
		pthread_join(others[i], NULL);
}

/* The folders of all files, before the threads start; neighbours share one. */
static void make_folders(struct work *work)
{
	char *last = NULL;
	size_t last_size = 0;

	for (size_t i = 0; i < work->count; i++) {
		char *path = work->entries[i].path, *slash = strrchr(path, '/');
		size_t size = slash ? (size_t)(slash - path) : 0;

		if (!slash || (last && size == last_size && !memcmp(path, last, size)))
			continue;
		for (char *at = strchr(path, '/'); at; at = strchr(at + 1, '/')) {
			*at = '\0';
			mkdirat(work->root, path, 0755);
			*at = '/';
		}
		last = path;
		last_size = size;
	}
}

static void read_list(struct work *work, const char *name)
{
	FILE *list = fopen(name, "r");
	char *line = NULL, *path;
	size_t room = 0, size;
	ssize_t length;

	if (!list)
		err(1, "%s", name);
	while ((length = getline(&line, &room, list)) > 0) {
		line[length - 1] = '\0';
		size = strtoull(line, &path, 10);
		if (*path++ != ' ')
			errx(1, "%s: a line is not SIZE PATH", name);
		work_add(work, path, size);
	}
	free(line);
	fclose(list);
}

static int thread_count(const char *text)
{
	int threads = atoi(text);

	if (threads < 1 || threads > THREADS_MAX)
		errx(2, "THREADS is 1 to %d", THREADS_MAX);
	return threads;
}

static int watch(const char *report, char **command)
{
	struct timespec start, end;
	struct rusage usage;
	int status;
	pid_t child;
	FILE *out;

	clock_gettime(CLOCK_MONOTONIC, &start);
	child = fork();
	if (child < 0)
		err(1, "fork");
	if (!child) {
		execvp(command[0], command);
		err(127, "%s", command[0]);
	}
	if (wait4(child, &status, 0, &usage) != child)
		err(1, "wait4");
	clock_gettime(CLOCK_MONOTONIC, &end);
	out = fopen(report, "w");
	if (!out || fprintf(out, "%.6f %ld\n", (double)(end.tv_sec - start.tv_sec) +
			    (double)(end.tv_nsec - start.tv_nsec) / 1e9, usage.ru_maxrss) < 0 || fclose(out))
		err(1, "%s", report);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static int open_folder(const char *path)
{
	int folder = open(path, O_RDONLY | O_DIRECTORY);

	if (folder < 0)
		err(1, "%s", path);
	return folder;
}

int main(int count, char **words)
{
	static char filler[1 << 17];
	struct work work = { .filler = filler, .filler_size = sizeof filler };
	const char *verb = count > 2 ? words[1] : "";

	if (!strcmp(verb, "watch") && count > 3)
		return watch(words[2], words + 3);
	if (!strcmp(verb, "parse") && count == 4) {
		cmark_gfm_core_extensions_ensure_registered();
		work_gather(&work, words[2]);
		work.root = open_folder(words[2]);
		work.task = task_parse;
		work_run(&work, thread_count(words[3]));
	} else if (!strcmp(verb, "list") && count == 3) {
		work_gather(&work, words[2]);
		for (size_t i = 0; i < work.count; i++)
			printf("%zu %s\n", work.entries[i].size, work.entries[i].path);
		return 0;
	} else if (!strcmp(verb, "write") && count == 5) {
		memset(filler, '.', sizeof filler);
		read_list(&work, words[2]);
		mkdir(words[3], 0755);
		work.root = open_folder(words[3]);
		make_folders(&work);
		work.task = task_write;
		work_run(&work, thread_count(words[4]));
	} else if (!strcmp(verb, "stat") && count == 3) {
		work_gather(&work, words[2]);
	} else {
		fputs("usage: floors parse DIR THREADS | list DIR | write LIST DIR THREADS | stat DIR | watch FILE COMMAND ...\n", stderr);
		return 2;
	}
	printf("%zu files, %zu\n", work.count, (size_t)work.yield);
	return 0;
}
