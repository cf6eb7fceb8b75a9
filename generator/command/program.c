/*
 * program.c -- runs another program, without a shell.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "program.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/vec.h"

extern char **environ;

/* True when ASSIGNMENT sets what one of VARIABLES sets. */
static bool is_set_by(const char *assignment, const char *const *variables)
{
	size_t name = strcspn(assignment, "=") + 1;

	for (; variables && *variables; variables++)
		if (strncmp(assignment, *variables, name) == 0)
			return true;
	return false;
}

/* The environment of the program; free with free(). */
static char **environment_with(const char *const *variables)
{
	static const char *const plain[] = { "LC_ALL=C", NULL };
	VEC(char *) all = { 0 };

	for (char **at = environ; *at; at++)
		if (!is_set_by(*at, variables) && !is_set_by(*at, plain))
			vec_push(&all, *at);
	for (; variables && *variables; variables++)
		vec_push(&all, (char *)*variables);
	vec_push(&all, (char *)plain[0]);
	vec_push(&all, NULL);
	return all.at;
}

static void read_all(int fd, struct buf *out)
{
	char bytes[16384];
	ssize_t got;

	while ((got = read(fd, bytes, sizeof bytes)) > 0 || (got < 0 && errno == EINTR))
		if (got > 0)
			buf_put(out, bytes, (size_t)got);
}

static int start(pid_t *child, const char *const *arguments, char **environment, int output)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	int error;

	sigemptyset(&none);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	if (output >= 0)
		posix_spawn_file_actions_adddup2(&actions, output, 1);
	error = posix_spawnp(child, arguments[0], &actions, &attributes, (char *const *)arguments, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

int program_run(const char *const *arguments, const char *const *variables, struct buf *out,
		struct diag *diag)
{
	char **environment = environment_with(variables);
	int ends[2] = { -1, -1 }, error, status = -1;
	pid_t child;

	fflush(stdout);
	error = out && pipe2(ends, O_CLOEXEC) != 0 ? errno
						   : start(&child, arguments, environment, ends[1]);
	if (ends[1] >= 0)
		close(ends[1]);
	if (!error && out)
		read_all(ends[0], out);
	if (ends[0] >= 0)
		close(ends[0]);
	free(environment);
	if (!error)
		while (waitpid(child, &status, 0) < 0 && errno == EINTR)
			;
	if (!error && WIFEXITED(status))
		return WEXITSTATUS(status);
	diag_report(diag, DIAG_PROGRAM, (struct place){ 0 },
		    error == ENOENT ? STR("instálelo, o publique en una carpeta (publicacion.carpeta)") : STR(""),
		    error == ENOENT ? "no está instalado el programa «%s»" : "el programa «%s» no terminó bien", arguments[0]);
	return -1;
}
