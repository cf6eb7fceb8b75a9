/*
 * provider.c -- the public mail providers that Mexican documents show.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "base/provider.h"

bool provider_is_public(struct str domain)
{
	/* the last ones are how the first ones are misspelt */
	static const char *const names[] = {
		"gmail", "googlemail", "hotmail", "outlook", "live", "msn", "yahoo", "ymail", "rocketmail", "icloud",
		"me", "mac", "aol", "gmx", "protonmail", "proton", "mail", "prodigy", "terra", "zoho", "yandex",
		"hotmial", "gmial", "gmai", "gamil", "hotmai", "hotmal",
	};
	size_t dot = str_find_char(domain, '.');
	struct str name = str_slice(domain, 0, dot);

	if (dot == (size_t)-1)
		return false;
	domain = str_slice(domain, dot, (size_t)-1);
	/* "mail.ejemplo.gob.mx" is an institution's */
	if (str_find(domain, STR(".gob")) != (size_t)-1 || str_find(domain, STR(".edu")) != (size_t)-1)
		return false;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		size_t length = strlen(names[i]), same = 0;

		while (same < length && same < name.len && (name.ptr[same] | 0x20) == names[i][same])
			same++;
		if (same == length && same == name.len)
			return true;
	}
	return false;
}
