/*
 * library.h -- a library that is loaded only when it is needed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The libraries that read PDF, archives and XML bring fifty others with them, and the
 * one that serves HTTP nine: each start of the program, whatever its command, would
 * take several times longer. So their headers are compiled against, and the libraries
 * opened where a document is read or a site served. A list of functions becomes a struct of pointers with the types of
 * the headers:
 *
 *	#define FUNCTIONS(F) F(archive_read_new) F(archive_read_free)
 *	LIBRARY(archive, FUNCTIONS, "libarchive.so.13", "libarchive.so");
 *	...
 *	struct archive_library lib;
 *	if (archive_library_load(&lib) == 0) lib.archive_read_new();
 */
#ifndef BASE_LIBRARY_H
#define BASE_LIBRARY_H

#define LIBRARY_POINTER(function) __typeof__(function) *function;
#define LIBRARY_NAME(function) #function,

#define LIBRARY(name, FUNCTIONS, ...)					\
	struct name##_library { FUNCTIONS(LIBRARY_POINTER) };		\
	static inline int name##_library_load(struct name##_library *library) \
	{								\
		static const char *const files[] = { __VA_ARGS__, NULL }; \
		static const char *const names[] = { FUNCTIONS(LIBRARY_NAME) NULL }; \
									\
		return library_load(files, names, library);		\
	}								\
	struct name##_library

/* Open the first of FILES that is there and fill the POINTERS to the functions
   NAMES, in their order. Returns -1 when there is none, or not all of them.
   Loaded once, it stays. */
int library_load(const char *const *files, const char *const *names, void *pointers);

#endif
