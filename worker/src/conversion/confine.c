/*
 * confine: gives up rights, then becomes another program. It needs none itself, so that it works where namespaces are not
 * allowed, as in a pod. sandbox.ts starts the converter by it; built by worker/scripts/build.mjs, and in images/Dockerfile.
 *
 *   confine [--first] [--data BYTES] [--file BYTES] [--descriptors N] [--status FD] [--read PATH]… [--write PATH]… PROGRAM [ARGUMENT]…
 *   confine [--first] --check        prints the walls that this kernel allows: `paths`, `calls`
 *
 *  - paths (Landlock, landlock(7)): of files only those below the given ones; no TCP, and no signal to a process outside;
 *  - calls (seccomp(2)): no socket of any kind, no look into another process, no namespace, no io_uring, which would go
 *    around the filter;
 *  - limits (setrlimit(2)): memory, bytes of one file, descriptors, no core.
 *
 * `--first`: it is the first process of a namespace of its own, which is deaf to signals that it sends itself and has, below root,
 * all capabilities there. It gives them up for good, and the program is its child; what becomes of that is told as a shell does.
 *
 * Behind the first wall a program cannot look up its own memory in /proc: `--status` leaves it /proc/self/status as a descriptor.
 * Both walls are inherited by every child and cannot be taken down. Ends with 125 when one cannot be put up.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void give_up(const char *what) {
  fprintf(stderr, "confine: %s: %s\n", what, strerror(errno));
  exit(125);
}

/* Landlock's interface (linux/landlock.h), which headers of older systems have in part: numbers are the kernel's for good. */
enum { CREATE_RULESET = 444, ADD_RULE = 445, RESTRICT_SELF = 446, RULE_PATH_BENEATH = 1, VERSION = 1 };
enum {
  EXECUTE = 1 << 0,
  READ_FILE = 1 << 2,
  READ_DIR = 1 << 3,
  /* Everything up to making links: the first version. */
  ALL_OF_VERSION_1 = (1 << 13) - 1,
  REFER = 1 << 13,
  TRUNCATE = 1 << 14,
  IOCTL_DEV = 1 << 15,
  /* What a rule for a file, rather than a folder, may name. */
  OF_A_FILE = EXECUTE | 1 << 1 | READ_FILE | TRUNCATE | IOCTL_DEV,
};
struct ruleset {
  uint64_t files, network, scoped;
};
struct beneath {
  uint64_t allowed;
  int32_t parent;
} __attribute__((packed));

static long landlock_version(void) { return syscall(CREATE_RULESET, NULL, 0, VERSION); }

/** All rights that this version of Landlock knows, and so can deny. */
static uint64_t known_rights(long version) {
  return ALL_OF_VERSION_1 | (version >= 2 ? REFER : 0) | (version >= 3 ? TRUNCATE : 0) | (version >= 5 ? IOCTL_DEV : 0);
}

static int new_ruleset(long version) {
  /* Binding and connecting by TCP; abstract Unix sockets and signals. */
  struct ruleset rules = {known_rights(version), version >= 4 ? 3 : 0, version >= 6 ? 3 : 0};
  return (int)syscall(CREATE_RULESET, &rules, version < 4 ? 8 : version < 6 ? 16 : sizeof rules, 0);
}

/** What is not there needs no rule. */
static void allow(int ruleset, const char *path, uint64_t rights) {
  struct stat found;
  struct beneath rule = {rights, open(path, O_PATH | O_CLOEXEC)};
  if (rule.parent < 0) return;
  if (fstat(rule.parent, &found)) give_up(path);
  if (!S_ISDIR(found.st_mode)) rule.allowed &= OF_A_FILE;
  if (syscall(ADD_RULE, ruleset, RULE_PATH_BENEATH, &rule, 0)) give_up(path);
  close(rule.parent);
}

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#else
#error "no numbers of system calls for this machine"
#endif

static const int REFUSED[] = {
    SYS_socket, SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register,
    /* Other processes. */
    SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_pidfd_open, SYS_pidfd_getfd, SYS_pidfd_send_signal, SYS_kcmp,
    /* Namespaces and mounts. */
    SYS_unshare, SYS_setns, SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_move_mount, SYS_open_tree, SYS_fsopen, SYS_fsmount,
    SYS_open_by_handle_at,
    /* Parts of the kernel that a conversion has no use for. */
    SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_add_key, SYS_request_key, SYS_keyctl, SYS_init_module, SYS_finit_module,
    SYS_delete_module, SYS_kexec_load, SYS_reboot, SYS_swapon, SYS_swapoff, SYS_acct, SYS_clock_settime, SYS_settimeofday,
};
enum { CALLS = sizeof REFUSED / sizeof *REFUSED, MADE_BY_CLONE = 0x7e020000 };

static void filter_calls(void) {
  struct sock_filter program[CALLS + 16];
  unsigned short n = 0;
#define ADD(...) program[n++] = (struct sock_filter)__VA_ARGS__
#define LOAD(field) ADD(BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field)))
#define ANSWER(what) ADD(BPF_STMT(BPF_RET | BPF_K, what))
#define ERROR(number) (SECCOMP_RET_ERRNO | (number))
  LOAD(arch);
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0));
  ANSWER(SECCOMP_RET_KILL_PROCESS);
  LOAD(nr);
#if defined(__x86_64__)
  /* x32, by which the same calls have other numbers. */
  ADD(BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1));
  ANSWER(ERROR(ENOSYS));
#endif
  for (int i = 0; i < CALLS; i++) ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)REFUSED[i], CALLS - i + 4, 0));
  /* Its flags lie in memory, where a filter cannot look. C libraries then take clone. */
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 5, 0));
  ADD(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone, 0, 2));
  LOAD(args[0]);
  ADD(BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, MADE_BY_CLONE, 1, 0));
  ANSWER(SECCOMP_RET_ALLOW);
  ANSWER(ERROR(EPERM));
  ANSWER(ERROR(ENOSYS));
  struct sock_fprog filter = {n, program};
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter)) give_up("seccomp");
}

static void limit(int what, const char *most) {
  struct rlimit now, wanted;
  char *end;
  rlim_t value = strtoull(most, &end, 10);
  if (*end || getrlimit(what, &now)) give_up(most);
  wanted.rlim_cur = wanted.rlim_max = value < now.rlim_max ? value : now.rlim_max;
  if (setrlimit(what, &wanted)) give_up("setrlimit");
}

static void keep_status(const char *descriptor) {
  int wanted = atoi(descriptor), file = open("/proc/self/status", O_RDONLY);
  if (file < 0 || (file != wanted && (dup2(file, wanted) < 0 || close(file)))) give_up("/proc/self/status");
}

/** No capability is left, and none comes with a program that root starts (capabilities(7)). */
static void give_up_capabilities(void) {
  struct __user_cap_header_struct self = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[2] = {{0}};
  if (!geteuid())
    for (unsigned long one = 0; prctl(PR_CAPBSET_READ, one, 0, 0, 0) >= 0; one++)
      if (prctl(PR_CAPBSET_DROP, one, 0, 0, 0)) give_up("capabilities");
  if (syscall(SYS_capset, &self, none)) give_up("capabilities");
}

/** Goes on as a child of this process, which ends as that does: by a signal with 128 and its number. */
static void go_on_as_child(void) {
  pid_t child = fork();
  int status;
  if (child < 0) give_up("fork");
  if (!child) return;
  for (;;) {
    pid_t ended = wait(&status);
    if (ended == child) exit(WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
    if (ended < 0 && errno != EINTR) give_up("wait");
  }
}

int main(int argc, char **argv) {
  long version = landlock_version();
  int ruleset = -1;
  int at = 1;
  if (at < argc && !strcmp(argv[at], "--first")) {
    at++;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) give_up("no_new_privs");
    give_up_capabilities();
    go_on_as_child();
  }
  int check = at == argc - 1 && !strcmp(argv[at], "--check");
  for (; !check && at + 1 < argc && !strncmp(argv[at], "--", 2); at += 2) {
    const char *name = argv[at] + 2, *value = argv[at + 1];
    int read = !strcmp(name, "read"), write = !strcmp(name, "write");
    if (read || write) {
      if (ruleset < 0 && (ruleset = new_ruleset(version)) < 0) give_up("landlock");
      allow(ruleset, value, read ? EXECUTE | READ_FILE | READ_DIR : known_rights(version) & ~EXECUTE);
    } else if (!strcmp(name, "data")) limit(RLIMIT_DATA, value);
    else if (!strcmp(name, "file")) limit(RLIMIT_FSIZE, value);
    else if (!strcmp(name, "descriptors")) limit(RLIMIT_NOFILE, value);
    else if (!strcmp(name, "status")) keep_status(value);
    else {
      errno = EINVAL;
      give_up(argv[at]);
    }
  }
  if (!check && at >= argc) {
    fputs("confine: no program\n", stderr);
    return 125;
  }
  limit(RLIMIT_CORE, "0");
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) give_up("no_new_privs");
  if (check && version > 0) ruleset = new_ruleset(version);
  if (ruleset >= 0 && syscall(RESTRICT_SELF, ruleset, 0)) give_up("landlock");
  if (ruleset >= 0) close(ruleset);
  filter_calls();
  if (check) {
    puts(version > 0 ? "paths calls" : "calls");
    return 0;
  }
  execvp(argv[at], argv + at);
  give_up(argv[at]);
}
