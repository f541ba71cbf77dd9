/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <dlfcn.h>
#include <stddef.h>

#include <sodium.h>

/* Passwords that need not be hard to guess, for LD_PRELOAD beside the clock: Argon2id as the
 * programs use it, but with the least work and memory that it knows. What a password costs at full
 * strength, the unit tests pay; a scenario signs in so often that it would do little else. The
 * programs have no switch for it. */

/* What the programs would have called. */
static void *
find_real (const char *name)
{
  return dlsym (RTLD_NEXT, name);
}

int
crypto_pwhash (unsigned char *const       key,
               unsigned long long         length,
               const char *const          password,
               unsigned long long         password_length,
               const unsigned char *const salt,
               unsigned long long         operations,
               size_t                     memory,
               int                        algorithm)
{
  typeof (crypto_pwhash) *real = (typeof (crypto_pwhash) *) find_real ("crypto_pwhash");

  (void) operations;
  (void) memory;
  return real (key,
               length,
               password,
               password_length,
               salt,
               crypto_pwhash_OPSLIMIT_MIN,
               crypto_pwhash_MEMLIMIT_MIN,
               algorithm);
}

int
crypto_pwhash_str (char               hash[crypto_pwhash_STRBYTES],
                   const char *const  password,
                   unsigned long long password_length,
                   unsigned long long operations,
                   size_t             memory)
{
  typeof (crypto_pwhash_str) *real = (typeof (crypto_pwhash_str) *) find_real ("crypto_pwhash_str");

  (void) operations;
  (void) memory;
  return real (hash,
               password,
               password_length,
               crypto_pwhash_OPSLIMIT_MIN,
               crypto_pwhash_MEMLIMIT_MIN);
}
