/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server-laptop.h"

/* Everybody against everybody: members come and go, answers get lost, pages are small, the server
 * restarts. Nothing reaches somebody who is not in the team at that moment; in the end whoever is
 * in a team has all of it. */

#define N_USERS 4
#define N_CASES 5
#define N_STEPS 400

typedef struct
{
  Office  *office;
  Laptop  *laptops[N_USERS];
  gboolean is_member[N_CASES][N_USERS];
  gint64   member_n[N_CASES][N_USERS]; /* the first user's change that said so last */
  guint    case_of[N_STEPS];           /* by journal number; N_CASES for none */
  guint    author_of[N_STEPS];
  gint64   n_of[N_STEPS];
} World;

static void
check_no_leak (const World           *world,
               guint                  user,
               const AmiaRoundAnswer *answer)
{
  for (guint i = 0; i < answer->response->feed->len; i++)
    {
      const AmiaWireChange *entry = g_ptr_array_index (answer->response->feed, i);

      for (guint j = 0; j < entry->change->ops->len; j++)
        {
          const AmiaOp *op = g_ptr_array_index (entry->change->ops, j);
          char          text[AMIA_UUID_TEXT_LENGTH + 1];
          gboolean      is_allowed = FALSE;

          amia_uuid_print (&op->case_id, text);
          for (guint k = 0; k < N_CASES; k++)
            is_allowed |= world->is_member[k][user] && g_str_equal (text, id_of ("case", k));
          g_assert_true (is_allowed);
        }
    }
}

static void
sync_once (World *world,
           guint  user)
{
  g_autoptr (AmiaRoundAnswer) answer =
      laptop_run (world->laptops[user], laptop_ask (world->laptops[user]));

  g_assert_cmpuint (answer->status, ==, 200);
  check_no_leak (world, user, answer);
  if (g_test_rand_int_range (0, 4) > 0)
    laptop_take (world->laptops[user], answer);
}

/* Only the first user changes teams, and syncs at once: then the model knows what the server does.
 */
static void
toggle_member (World *world,
               guint  case_number,
               guint  user)
{
  g_autofree char *what = g_strdup_printf ("member user-%u", user);
  gboolean        *is_member = &world->is_member[case_number][user];
  gint64          *head = &world->member_n[case_number][user];
  gint64           n = world->laptops[0]->acked + world->laptops[0]->outbox->len + 1;
  g_autofree char *over = *head > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, *head) : g_strdup ("");
  g_autofree char *to = g_strdup_printf ("[\"member\",\"%s\",\"%s\",\"to\",\"basics\",[%s],%s]",
                                         id_of (what, case_number),
                                         id_of ("case", case_number),
                                         over,
                                         *is_member ? "\"2001-01-01\"" : "null");
  g_autofree char *name =
      g_strdup_printf ("[\"member\",\"%s\",\"%s\",\"user\",\"basics\",[],\"user-%u\"],%s",
                       id_of (what, case_number),
                       id_of ("case", case_number),
                       user,
                       to);

  laptop_write (world->laptops[0], *head > 0 ? to : name);
  *head = n;
  *is_member = !*is_member;
  laptop_sync (world->laptops[0]);
}

static void
write_entry (World *world,
             guint  step,
             guint  user)
{
  guint   case_number = (guint) g_test_rand_int_range (0, N_CASES);
  Laptop *laptop = world->laptops[user];

  if (!world->is_member[case_number][user])
    return;

  world->case_of[step] = case_number;
  world->author_of[step] = user;
  world->n_of[step] = laptop->acked + laptop->outbox->len + 1;
  laptop_write_journal (laptop, case_number, step);
  laptop_sync (laptop);
}

static void
check_complete (const World *world,
                guint        user)
{
  for (guint step = 0; step < N_STEPS; step++)
    {
      guint            case_number = world->case_of[step];
      g_autofree char *op = NULL;

      if (case_number == N_CASES || world->author_of[step] == user ||
          !world->is_member[case_number][user])
        continue;

      op = g_strdup_printf ("%.2x/%" G_GINT64_FORMAT "/%s/text",
                            world->laptops[world->author_of[step]]->device.bytes[0],
                            world->n_of[step],
                            id_of ("journal", step));
      g_assert_true (laptop_has (world->laptops[user], op));
    }
}

static void
set_up_world (World *world)
{
  world->office = office_new ();
  for (guint i = 0; i < N_USERS; i++)
    {
      g_autofree char *name = g_strdup_printf ("user-%u", i);

      office_add_user (world->office, name, "FK");
      world->laptops[i] = laptop_new (world->office, name, (guint8) (0x10 + i));
      world->laptops[i]->page_max = i + 1;
    }

  for (guint i = 0; i < N_CASES; i++)
    {
      laptop_found_case (world->laptops[0], i, NULL);
      world->is_member[i][0] = TRUE;
    }
  laptop_sync (world->laptops[0]);
}

static void
test_everybody (void)
{
  g_autofree World *world = g_new0 (World, 1);

  set_up_world (world);
  for (guint step = 0; step < N_STEPS; step++)
    {
      guint user = (guint) g_test_rand_int_range (0, N_USERS);
      int   what = g_test_rand_int_range (0, 100);

      world->case_of[step] = N_CASES;
      if (what < 15 && user > 0)
        toggle_member (world, (guint) g_test_rand_int_range (0, N_CASES), user);
      else if (what < 55)
        write_entry (world, step, user);
      else if (what < 98)
        sync_once (world, user);
      else
        office_restart (world->office);
    }

  for (guint i = 0; i < N_USERS; i++)
    {
      laptop_sync (world->laptops[i]);
      check_complete (world, i);
    }

  for (guint i = 0; i < N_USERS; i++)
    laptop_free (world->laptops[i]);
  office_free (world->office);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rounds-model/everybody-against-everybody", test_everybody);

  return g_test_run ();
}
