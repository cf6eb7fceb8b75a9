/*
 * main.c -- the program: everything is in the library.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "command/command.h"

int main(int argc, char **argv)
{
	return command_main(argc, argv);
}
