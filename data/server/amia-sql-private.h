/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "amia-sql.h"

G_BEGIN_DECLS

/* What a driver provides: one slot per function of amia-sql.h, with the same promise. Its own
 * connection and statement begin with these. */

typedef struct
{
  gboolean (*migrate) (AmiaSql             *sql,
                       guint32              application_id,
                       const AmiaMigration *migrations,
                       gsize                n_migrations,
                       GError             **error);
  gboolean (*begin) (AmiaSql *sql, GError **error);
  gboolean (*begin_read) (AmiaSql *sql, GError **error);
  gboolean (*commit) (AmiaSql *sql, GError **error);
  void (*rollback) (AmiaSql *sql);
  AmiaSqlStatement *(*prepare) (AmiaSql    *sql,
                                const char *text,
                                const char *action,
                                GError    **error);
  gboolean (*notify) (AmiaSql *sql, const char *notice, GError **error); /* NULL: not remote */
  void (*close) (AmiaSql *sql);

  void (*bind_int) (AmiaSqlStatement *statement, int index, gint64 value);
  void (*bind_text) (AmiaSqlStatement *statement, int index, const char *value, gssize length);
  void (*bind_blob) (AmiaSqlStatement *statement, int index, gconstpointer value, gsize length);
  void (*bind_null) (AmiaSqlStatement *statement, int index);
  AmiaStep (*step) (AmiaSqlStatement *statement, GError **error);
  gboolean (*run) (AmiaSqlStatement *statement, gboolean is_later, GError **error);
  gint64 (*get_changes) (AmiaSqlStatement *statement);
  gint64 (*get_int) (AmiaSqlStatement *statement, int column);
  const char *(*get_text) (AmiaSqlStatement *statement, int column);
  gconstpointer (*get_blob) (AmiaSqlStatement *statement, int column, gsize *length);
  gboolean (*is_null) (AmiaSqlStatement *statement, int column);
  void (*done) (AmiaSqlStatement *statement);
} AmiaSqlDriver;

struct _AmiaSql
{
  const AmiaSqlDriver *driver;
};

struct _AmiaSqlStatement
{
  const AmiaSqlDriver *driver;
};

G_END_DECLS
