// A preloaded library that numbers, records, fails or cuts off the file operations of a process.
//
// Libraries call the kernel past libc (rustix does), so functions of libc are not the place to stand in the way. A
// seccomp filter turns every system call on files into a signal, and the handler does, fails or records it. The one
// `syscall` instruction of this library is the one that the filter lets through.
//
// Settings, all from the environment:
//   FAULTS_BELOW   the folder whose files are watched; standard output is watched as well
//   FAULTS_LOG     a file to which every operation is appended (see `disk.rs` for who reads it)
//   FAULTS_AT      the number of the operation that meets the fault, counted from 1
//   FAULTS_HOW     what it meets:
//     errno:E      fails with the error number E
//     from:E       so do all operations after it; with ENOSPC only those that need room, with EACCES all but locks, of which
//                  it would say that another process holds them
//     short        a write takes the first half
//     full         a write takes the first half, and from then on there is no room
//     kill-before, kill-half, kill-after   the process is killed
//   FAULTS_FILES   a table of files that stand for others: inode and change time as they are, and as they are told
//   FAULTS_BOOT    a file to be read in place of the number of this boot

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/openat2.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <ucontext.h>
#include <unistd.h>

// The system call itself. `faults_return` is the address that the kernel sees.
long faults_call(long nr, long a, long b, long c, long d, long e, long f);
extern char faults_return[];
__asm__(".text\n"
        ".globl faults_call\n.hidden faults_call\n.hidden faults_return\n"
        "faults_call:\n"
        "  mov %rdi, %rax\n  mov %rsi, %rdi\n  mov %rdx, %rsi\n  mov %rcx, %rdx\n"
        "  mov %r8, %r10\n  mov %r9, %r8\n  mov 8(%rsp), %r9\n"
        "  syscall\n"
        ".globl faults_return\nfaults_return:\n"
        "  ret\n");
#define CALL(nr, a, b, c) faults_call(nr, (long)(a), (long)(b), (long)(c), 0, 0, 0)

enum fault { NONE, ERRNO, FROM, SHORT, FULL, KILL_BEFORE, KILL_HALF, KILL_AFTER };

static const char *below;
static const char *boot;
static size_t below_length;
static int log_fd = -1;
static long at;
static enum fault how;
static int error;
static volatile int lasting; // the fault has begun, and lasts

static volatile long number;
static volatile int busy; // one operation at a time, so that the log is in the order of the effects
static volatile char watched[4096];
enum { WATCHED = 1, SYNCHRONOUS = 2 };

static void lock(void) { while (__sync_lock_test_and_set(&busy, 1)) CALL(SYS_sched_yield, 0, 0, 0); }
static void unlock(void) { __sync_lock_release(&busy); }

static int is_below(const char *path) {
    return strncmp(path, below, below_length) == 0 && (path[below_length] == '/' || path[below_length] == 0);
}

static int is_watched(long fd) { return fd == 1 || (fd >= 0 && fd < (long)sizeof watched && watched[fd]); }

// The absolute path of a path that may begin at a folder's descriptor.
static int absolute(int dir, const char *path, char *into) {
    size_t length = 0;
    if (path[0] != '/') {
        char link[40] = "/proc/self/cwd";
        if (dir != AT_FDCWD) {
            strcpy(link, "/proc/self/fd/");
            char digits[12];
            int n = 0;
            do digits[n++] = '0' + dir % 10; while (dir /= 10);
            char *end = link + strlen(link);
            while (n) *end++ = digits[--n];
            *end = 0;
        }
        long got = CALL(SYS_readlink, link, into, 4000);
        if (got < 0) return 0;
        length = got;
        into[length++] = '/';
    }
    if (strcmp(path, ".") == 0 && length) { // the folder itself
        into[length - 1] = 0;
        return is_below(into);
    }
    size_t rest = strlen(path);
    if (length + rest > 4095) return 0;
    memcpy(into + length, path, rest + 1);
    return is_below(into);
}

// ---- the log: `number kind answer inode a b length\n`, the data, `\n`

static char *put(char *end, long value) {
    char digits[24];
    int n = 0;
    unsigned long rest = value < 0 ? -(unsigned long)value : (unsigned long)value;
    if (value < 0) *end++ = '-';
    do digits[n++] = '0' + rest % 10; while (rest /= 10);
    while (n) *end++ = digits[--n];
    *end++ = ' ';
    return end;
}

static void record(long n, const char *kind, long answer, long inode, long a, long b, const struct iovec *data, int parts) {
    if (log_fd < 0) return;
    char line[256], *end = put(line, n);
    size_t length = 0, kind_length = strlen(kind);
    for (int i = 0; i < parts; i++) length += data[i].iov_len;
    memcpy(end, kind, kind_length);
    end[kind_length] = ' ';
    end = put(put(put(put(put(end + kind_length + 1, answer), inode), a), b), length);
    end[-1] = '\n';
    struct iovec all[20] = {{line, end - line}};
    for (int i = 0; i < parts; i++) all[i + 1] = data[i];
    all[parts + 1] = (struct iovec){"\n", 1};
    CALL(SYS_writev, log_fd, all, parts + 2);
}

static long inode_of(long fd) {
    struct stat found;
    return CALL(SYS_fstat, fd, &found, 0) == 0 ? (long)found.st_ino : 0;
}

// ---- faults

__attribute__((noreturn)) static void die(void) { CALL(SYS_kill, CALL(SYS_getpid, 0, 0, 0), SIGKILL, 0); for (;;) CALL(SYS_pause, 0, 0, 0); }

enum needs { NOTHING, ROOM, LOCK }; // what an operation asks for

// Counts an operation. Gives 0 if it is to go on, or what it answers.
static long meets(long *n, enum needs needs) {
    *n = __sync_add_and_fetch(&number, 1);
    if (lasting && (error != ENOSPC || needs == ROOM) && (error != EACCES || needs != LOCK)) return -error;
    if (*n != at) return 0;
    switch (how) {
    case KILL_BEFORE: die();
    case FROM: lasting = 1; // fall through
    case ERRNO: return -error;
    default: return 0;
    }
}

static void after(long n) { if (n == at && how == KILL_AFTER) die(); }

// How much of a write of this length takes place.
static size_t part(long n, size_t length) {
    if (n != at || (how != SHORT && how != FULL && how != KILL_HALF)) return length;
    if (how == FULL) { lasting = 1; error = ENOSPC; }
    return length / 2;
}

// ---- operations

static long call6(long nr, long *a) { return faults_call(nr, a[0], a[1], a[2], a[3], a[4], a[5]); }

static long do_open(long nr, long *a, int dir, const char *path, int flags) {
    char full[4200];
    if (boot && path && strcmp(path, "/proc/sys/kernel/random/boot_id") == 0)
        return CALL(SYS_open, boot, O_RDONLY | O_CLOEXEC, 0);
    if (!path || !absolute(dir, path, full)) return call6(nr, a);
    struct stat found;
    int there = CALL(SYS_stat, full, &found, 0) == 0, creates = (flags & O_CREAT) && !there;
    lock();
    long n, answer = meets(&n, creates ? ROOM : NOTHING);
    if (!answer) {
        answer = call6(nr, a);
        if (answer >= 0 && answer < (long)sizeof watched)
            watched[answer] = WATCHED | ((flags & O_DSYNC) ? SYNCHRONOUS : 0);
    }
    int writes = (flags & O_ACCMODE) != O_RDONLY;
    struct iovec data = {full, strlen(full)};
    record(n, writes || creates ? "open" : "look", answer, answer >= 0 ? inode_of(answer) : 0, creates,
           there && (flags & O_TRUNC) != 0, &data, 1);
    unlock();
    after(n);
    return answer;
}

static long do_read(long nr, long *a) {
    if (a[0] == 1 || !is_watched(a[0])) return call6(nr, a);
    long n, answer = meets(&n, NOTHING);
    if (!answer) answer = call6(nr, a);
    record(n, "read", answer, 0, 0, 0, 0, 0);
    after(n);
    return answer;
}

// A write of one or several parts, at the file's position if `offset` is -1.
static long do_write(int fd, const struct iovec *parts, int count, long offset) {
    struct iovec cut[16];
    size_t length = 0;
    if (count > 16) count = 16;
    for (int i = 0; i < count; i++) length += parts[i].iov_len;
    lock();
    long n, answer = meets(&n, fd == 1 ? NOTHING : ROOM), where = offset;
    if (offset < 0 && fd != 1) {
        struct stat found;
        if (CALL(SYS_fcntl, fd, F_GETFL, 0) & O_APPEND) where = CALL(SYS_fstat, fd, &found, 0) == 0 ? found.st_size : 0;
        else where = CALL(SYS_lseek, fd, 0, SEEK_CUR);
    }
    int kept = 0;
    if (!answer) {
        size_t left = part(n, length);
        for (; kept < count && left; kept++) {
            cut[kept] = parts[kept];
            if (cut[kept].iov_len > left) cut[kept].iov_len = left;
            left -= cut[kept].iov_len;
        }
        if (!kept && length) answer = -ENOSPC; // a write of one byte has no half
        else answer = offset < 0 ? CALL(SYS_writev, fd, cut, kept) : faults_call(SYS_pwritev, fd, (long)cut, kept, offset, 0, 0);
        if (n == at && how == KILL_HALF) die();
    }
    record(n, fd == 1 ? "print" : "write", answer, inode_of(fd), where, 0, cut, kept);
    if (answer >= 0 && fd < (int)sizeof watched && (watched[fd] & SYNCHRONOUS))
        record(n, "sync", 0, inode_of(fd), 0, 0, 0, 0);
    unlock();
    after(n);
    return answer;
}

// Anything else on a descriptor.
static long do_fd(long nr, long *a, const char *kind, enum needs needs, long x, long y) {
    if (a[0] == 1 || !is_watched(a[0])) return call6(nr, a);
    if (needs != LOCK) lock();
    long n, answer = meets(&n, needs);
    if (!answer) answer = call6(nr, a);
    if (needs == LOCK) lock(); // it waited
    record(n, kind, answer, inode_of(a[0]), x, y, 0, 0);
    unlock();
    after(n);
    return answer;
}

// Anything else on one path or two.
static long do_paths(long nr, long *a, const char *kind, enum needs needs, int dir, const char *path, int to_dir, const char *to) {
    char full[4200], second[4200];
    int found = path && absolute(dir, path, full);
    if (to) found |= absolute(to_dir, to, second);
    if (!found) return call6(nr, a);
    lock();
    long n, answer = meets(&n, needs);
    if (!answer) answer = call6(nr, a);
    struct stat made;
    int is_new = answer == 0 && (nr == SYS_mkdir || nr == SYS_mkdirat) && CALL(SYS_stat, full, &made, 0) == 0;
    struct iovec data[3] = {{full, strlen(full)}, {"", 1}, {second, to ? strlen(second) : 0}};
    record(n, kind, answer, is_new ? (long)made.st_ino : 0, 0, 0, data, to ? 3 : 1);
    unlock();
    after(n);
    return answer;
}

static long do_fcntl(long nr, long *a) {
    switch (a[1]) {
    case F_SETLK: case F_SETLKW: case F_OFD_SETLK: case F_OFD_SETLKW: {
        const struct flock *what = (const struct flock *)a[2];
        // A lock that is given up is given up.
        return what->l_type == F_UNLCK ? call6(nr, a) : do_fd(nr, a, "lock", LOCK, 0, 0);
    }
    case F_DUPFD: case F_DUPFD_CLOEXEC: {
        long answer = call6(nr, a);
        if (answer >= 0 && answer < (long)sizeof watched && a[0] != 1 && is_watched(a[0])) watched[answer] = watched[a[0]];
        return answer;
    }
    default: return call6(nr, a);
    }
}

// ---- files that stand for others: a copy of a folder is to look like the folder

struct alias { unsigned long inode, told; long changed[2], told_changed[2]; };
static struct alias aliases[256];
static int alias_count;

static void read_aliases(const char *path) {
    static char text[65536];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = read(fd, text, sizeof text - 1);
    close(fd);
    char *at = text;
    while (length > 0 && at < text + length && alias_count < 256) {
        struct alias *alias = &aliases[alias_count++];
        alias->inode = strtoul(at, &at, 10);
        alias->changed[0] = strtol(at, &at, 10);
        alias->changed[1] = strtol(at, &at, 10);
        alias->told = strtoul(at, &at, 10);
        alias->told_changed[0] = strtol(at, &at, 10);
        alias->told_changed[1] = strtol(at, &at, 10) ;
        at++; // the end of the line
    }
}

static long do_statx(long *a) {
    long answer = call6(SYS_statx, a);
    struct statx *found = (struct statx *)a[4];
    for (int i = 0; answer == 0 && i < alias_count; i++) {
        if (found->stx_ino != aliases[i].inode) continue;
        found->stx_ino = aliases[i].told;
        // Once it is changed, it has a time of its own.
        if (found->stx_ctime.tv_sec == aliases[i].changed[0] && found->stx_ctime.tv_nsec == aliases[i].changed[1]
            && aliases[i].told_changed[0]) {
            found->stx_ctime.tv_sec = aliases[i].told_changed[0];
            found->stx_ctime.tv_nsec = aliases[i].told_changed[1];
        }
        break;
    }
    return answer;
}

static long do_stat(long *a) {
    long answer = call6(SYS_newfstatat, a);
    struct stat *found = (struct stat *)a[2];
    for (int i = 0; answer == 0 && i < alias_count; i++) {
        if (found->st_ino != aliases[i].inode) continue;
        found->st_ino = aliases[i].told;
        if (found->st_ctim.tv_sec == aliases[i].changed[0] && found->st_ctim.tv_nsec == aliases[i].changed[1]
            && aliases[i].told_changed[0]) {
            found->st_ctim.tv_sec = aliases[i].told_changed[0];
            found->st_ctim.tv_nsec = aliases[i].told_changed[1];
        }
        break;
    }
    return answer;
}

static const int TRAPPED[] = {
    SYS_open, SYS_openat, SYS_openat2, SYS_creat, SYS_read, SYS_pread64, SYS_readv, SYS_write, SYS_pwrite64, SYS_writev, SYS_pwritev,
    SYS_ftruncate, SYS_truncate, SYS_fallocate, SYS_fsync, SYS_fdatasync, SYS_rename, SYS_renameat, SYS_renameat2,
    SYS_link, SYS_linkat, SYS_unlink, SYS_unlinkat, SYS_mkdir, SYS_mkdirat, SYS_rmdir, SYS_flock, SYS_fcntl, SYS_close,
    SYS_fchmod, SYS_copy_file_range, SYS_sendfile, SYS_syncfs, SYS_mmap, SYS_statx, SYS_newfstatat,
    SYS_nanosleep, SYS_clock_nanosleep,
};

static long dispatch(long nr, long *a) {
    switch (nr) {
    case SYS_statx: return do_statx(a);
    case SYS_newfstatat: return do_stat(a);
    // Nobody else is there: who waits for a lock that can't be had waits for nothing. SQLite counts how often it has.
    case SYS_nanosleep: case SYS_clock_nanosleep: return 0;
    case SYS_open: return do_open(nr, a, AT_FDCWD, (char *)a[0], a[1]);
    case SYS_creat: return do_open(nr, a, AT_FDCWD, (char *)a[0], O_CREAT | O_TRUNC | O_WRONLY);
    case SYS_openat: return do_open(nr, a, a[0], (char *)a[1], a[2]);
    case SYS_openat2: return do_open(nr, a, a[0], (char *)a[1], ((const struct open_how *)a[2])->flags);
    case SYS_read: case SYS_pread64: case SYS_readv: return do_read(nr, a);
    case SYS_write: case SYS_pwrite64: {
        struct iovec one = {(void *)a[1], a[2]};
        return is_watched(a[0]) ? do_write(a[0], &one, 1, nr == SYS_write ? -1 : a[3]) : call6(nr, a);
    }
    case SYS_writev: case SYS_pwritev:
        return is_watched(a[0]) ? do_write(a[0], (struct iovec *)a[1], a[2], nr == SYS_writev ? -1 : a[3]) : call6(nr, a);
    case SYS_ftruncate: return do_fd(nr, a, "size", NOTHING, a[1], 0);
    case SYS_fallocate: return do_fd(nr, a, "room", ROOM, a[2] + a[3], a[1]);
    case SYS_fsync: case SYS_fdatasync: return do_fd(nr, a, "sync", ROOM, 0, 0);
    case SYS_fchmod: return do_fd(nr, a, "mode", NOTHING, 0, 0);
    case SYS_flock: return (a[1] & LOCK_UN) ? call6(nr, a) : do_fd(nr, a, "lock", LOCK, 0, 0);
    case SYS_fcntl: return do_fcntl(nr, a);
    case SYS_rename: return do_paths(nr, a, "rename", NOTHING, AT_FDCWD, (char *)a[0], AT_FDCWD, (char *)a[1]);
    case SYS_renameat: case SYS_renameat2: return do_paths(nr, a, "rename", NOTHING, a[0], (char *)a[1], a[2], (char *)a[3]);
    case SYS_link: return do_paths(nr, a, "link", ROOM, AT_FDCWD, (char *)a[0], AT_FDCWD, (char *)a[1]);
    case SYS_linkat: return do_paths(nr, a, "link", ROOM, a[0], (char *)a[1], a[2], (char *)a[3]);
    case SYS_unlink: return do_paths(nr, a, "unlink", NOTHING, AT_FDCWD, (char *)a[0], 0, 0);
    case SYS_unlinkat: return do_paths(nr, a, "unlink", NOTHING, a[0], (char *)a[1], 0, 0);
    case SYS_mkdir: return do_paths(nr, a, "mkdir", ROOM, AT_FDCWD, (char *)a[0], 0, 0);
    case SYS_mkdirat: return do_paths(nr, a, "mkdir", ROOM, a[0], (char *)a[1], 0, 0);
    case SYS_rmdir: return do_paths(nr, a, "unlink", NOTHING, AT_FDCWD, (char *)a[0], 0, 0);
    case SYS_close:
        if (a[0] >= 0 && a[0] < (long)sizeof watched) watched[a[0]] = 0;
        return call6(nr, a);
    case SYS_mmap:
        // What is written through memory can't be recorded; who reads the log decides whether that matters.
        if ((a[3] & MAP_SHARED) && !(a[3] & MAP_ANONYMOUS) && (a[2] & PROT_WRITE) && a[4] != 1 && is_watched(a[4])) {
            lock();
            record(0, "map", 0, inode_of(a[4]), 0, 0, 0, 0);
            unlock();
        }
        return call6(nr, a);
    default: // SYS_truncate, SYS_copy_file_range, SYS_sendfile, SYS_syncfs: nobody uses them; the reader refuses them
        lock();
        record(0, "unknown", nr, 0, 0, 0, 0, 0);
        unlock();
        return call6(nr, a);
    }
}

static void trapped(int signal, siginfo_t *info, void *context) {
    (void)signal;
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    long a[6] = {registers[REG_RDI], registers[REG_RSI], registers[REG_RDX],
                 registers[REG_R10], registers[REG_R8], registers[REG_R9]};
    registers[REG_RAX] = dispatch(info->si_syscall, a);
}

static void install(void) {
    struct sigaction action = {.sa_sigaction = trapped, .sa_flags = SA_SIGINFO | SA_NODEFER};
    sigaction(SIGSYS, &action, 0);
    enum { COUNT = sizeof TRAPPED / sizeof *TRAPPED };
    uint64_t own = (uint64_t)(uintptr_t)faults_return;
    struct sock_filter code[COUNT + 8];
    int n = 0;
    code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
    for (int i = 0; i < COUNT; i++)
        code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, TRAPPED[i], COUNT - i, 0);
    code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer));
    code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)own, 0, 3);
    code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, instruction_pointer) + 4);
    code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(own >> 32), 0, 1);
    code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP);
    struct sock_fprog program = {n, code};
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) _exit(77);
}

__attribute__((constructor)) static void begin(void) {
    const char *log = getenv("FAULTS_LOG"), *text = getenv("FAULTS_HOW"), *count = getenv("FAULTS_AT");
    below = getenv("FAULTS_BELOW");
    if (!below) return;
    alarm(30); // a process that waits for ever is found by its signal
    below_length = strlen(below);
    if (log) {
        int fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
        log_fd = fcntl(fd, F_DUPFD_CLOEXEC, 1000);
        close(fd);
    }
    boot = getenv("FAULTS_BOOT");
    if (getenv("FAULTS_FILES")) read_aliases(getenv("FAULTS_FILES"));
    if (count) at = atol(count);
    if (text) {
        static const struct { const char *word; enum fault fault; } WORDS[] = {
            {"errno:", ERRNO}, {"from:", FROM}, {"short", SHORT}, {"full", FULL},
            {"kill-before", KILL_BEFORE}, {"kill-half", KILL_HALF}, {"kill-after", KILL_AFTER},
        };
        for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
            if (strncmp(text, WORDS[i].word, strlen(WORDS[i].word)) == 0) {
                how = WORDS[i].fault;
                if (how == ERRNO || how == FROM) error = atoi(text + strlen(WORDS[i].word));
            }
    }
    install();
}
