/*
 * plain_word.c -- words that no program takes for anything else.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "plain_word.h"

bool is_plain_word(struct str text, const char *allowed)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      (c && strchr(allowed, c))))
			return false;
	}
	return text.len && text.ptr[0] != '-';
}
