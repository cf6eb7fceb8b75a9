/*
 * fail.c -- what could not be written, told once.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/fault.h"
#include "staging.h"

struct place staging_place(const struct output *output)
{
	return (struct place){ .path = str_from(output->site_dir) };
}

int staging_fail(struct output *output, int error, struct str what)
{
	if (atomic_exchange(&output->failed, true))
		return -1;
	diag_report(output->diag, DIAG_WRITE, staging_place(output), str_from(fault_cure(error)),
		    "no se pudo escribir %s%.*s%s: %s (error %d); el sitio anterior queda como estaba",
		    what.len ? "«" : "el sitio", STR_ARG(what),
		    what.len ? "»" : "", fault_text(error), error);
	return -1;
}
