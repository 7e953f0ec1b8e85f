/* Makes each sync of the disk 0.7 ms longer, as on an ordinary disk: what group commit is for shows there.
 *   cc -shared -fPIC -O2 -o target/slow-sync.so bench/slow-sync.c -ldl
 *   LD_PRELOAD=target/slow-sync.so target/release/tenon-bench create
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <unistd.h>

int fsync(int file) {
  static int (*real)(int);
  if (!real) real = dlsym(RTLD_NEXT, "fsync");
  int result = real(file);
  usleep(700);
  return result;
}
