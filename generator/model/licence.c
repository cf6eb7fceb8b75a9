/*
 * licence.c -- where the terms of the licence that the site names are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/escape.h"
#include "model/site.h"

struct str licence_address(struct str licence)
{
	static const char *const known[][2] = {
		{ "CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/" },
		{ "CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/" },
		{ "CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/" },
	};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_equal(licence, str_from(known[i][0])))
			return str_from(known[i][1]);
	return url_is_web(licence) ? licence : (struct str){ 0 };
}
