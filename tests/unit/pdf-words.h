/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>
#include <string.h>

#include "amia-sheet.h"
#include "test-directory.h"

/* What a sheet says as a PDF, read by the programs of poppler-utils. */

/* A text with every run of white space as one space. */
static inline char *
pdf_squeeze (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean is_space = TRUE;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);
      gboolean is_blank = g_unichar_isspace (c);

      if (!is_blank)
        g_string_append_unichar (out, c);
      else if (!is_space)
        g_string_append_c (out, ' ');
      is_space = is_blank;
    }
  if (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* What a program of poppler says of the sheet, which it finds as FILE; NULL if it is not
 * installed. */
static inline GBytes *
pdf_ask_bytes (AmiaSheet         *sheet,
               const char *const *command)
{
  g_autofree char *folder = test_directory_new ();
  g_autofree char *path = g_build_filename (folder, "sheet.pdf", NULL);
  g_autofree char *program = g_find_program_in_path (command[0]);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  GBytes *out = NULL;

  if (program == NULL)
    return NULL;
  g_assert_true (amia_sheet_save_pdf (sheet, path, &error));
  g_assert_no_error (error);
  for (gsize i = 0; command[i] != NULL; i++)
    g_ptr_array_add (argv, (gpointer) (strcmp (command[i], "FILE") == 0 ? path : command[i]));
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_newv ((const char *const *) argv->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                               &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate (process, NULL, NULL, &out, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  return out;
}

static inline char *
pdf_ask (AmiaSheet         *sheet,
         const char *const *command)
{
  g_autoptr (GBytes) out = pdf_ask_bytes (sheet, command);

  return out != NULL ? g_strndup (g_bytes_get_data (out, NULL), g_bytes_get_size (out)) : NULL;
}

static inline char *
pdf_read_words (AmiaSheet *sheet)
{
  const char *const command[] = { "pdftotext", "-raw", "FILE", "-", NULL };
  g_autofree char  *text = pdf_ask (sheet, command);

  return text != NULL ? pdf_squeeze (text) : NULL;
}
