"""Compiles the Python of the Linux packages from Debian's sources, for an older system than this.

There is no maker whose Linux binaries could be checked as those for Windows are. So Python, SQLite
and zlib come as sources, and zig compiles them: it can link against an old glibc and for a strange
processor. One executable without extension modules is made; it asks the system for glibc alone.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from installer import inputs
from installer.inputs import BuildError

PYTHON, FIXES, SQLITE, ZLIB = range(4)
"""Of the files in ``inputs.toml``, in their order there."""

FIRST_FIX = "shutdown-deadlock.diff"
"""From here on Debian's patches mend faults; those before fit Python into Debian."""

TESTS_ONLY = {"skip-xml-tests-expat-CVE-2023-52425.patch"}

MODULES = """
*static*
_asyncio _asynciomodule.c
_bisect _bisectmodule.c
_contextvars _contextvarsmodule.c
_csv _csv.c
_datetime _datetimemodule.c
_decimal _decimal/_decimal.c
_heapq _heapqmodule.c
_json _json.c
_opcode _opcode.c
_pickle _pickle.c
_queue _queuemodule.c
_random _randommodule.c
_socket socketmodule.c
_sqlite3 {sqlite} -lsqlite3
_statistics _statisticsmodule.c
_struct _struct.c
_typing _typingmodule.c
_zoneinfo _zoneinfo.c
array arraymodule.c
binascii binascii.c
cmath cmathmodule.c
math mathmodule.c
mmap mmapmodule.c
select selectmodule.c
_elementtree _elementtree.c
pyexpat pyexpat.c
_blake2 _blake2/blake2module.c _blake2/blake2b_impl.c _blake2/blake2s_impl.c
_md5 md5module.c
_sha1 sha1module.c
_sha256 sha256module.c
_sha512 sha512module.c
_sha3 _sha3/sha3module.c
_codecs_cn cjkcodecs/_codecs_cn.c
_codecs_hk cjkcodecs/_codecs_hk.c
_codecs_iso2022 cjkcodecs/_codecs_iso2022.c
_codecs_tw cjkcodecs/_codecs_tw.c
_multibytecodec cjkcodecs/multibytecodec.c
unicodedata unicodedata.c
_posixsubprocess _posixsubprocess.c
fcntl fcntlmodule.c
grp grpmodule.c
resource resource.c
termios termios.c
zlib zlibmodule.c -lz
*disabled*
xxsubtype
"""
"""``Setup.local``: the extension modules that go into the executable; the others are not made."""

SQLITE_PARTS: tuple[str, ...] = (
    "connection",
    "cursor",
    "microprotocols",
    "module",
    "prepare_protocol",
    "row",
)
SQLITE_PARTS += ("statement", "util", "blob")

SQLITE_OPTIONS: tuple[str, ...] = (
    "ENABLE_FTS4",
    "ENABLE_FTS5",
    "ENABLE_RTREE",
    "ENABLE_MATH_FUNCTIONS",
)
SQLITE_OPTIONS += ("OMIT_LOAD_EXTENSION", "THREADSAFE=1")

OPTIMISED = ["-O2", "-DNDEBUG", "-fwrapv", "-fno-sanitize=all", "-fPIC", "-g0"]
OPTIMISED += ["-Wno-date-time"]


def tree(cache: Path, machine: str) -> Path:
    """A folder with ``python3``, the library ``Lib`` and the licences, made for this processor."""
    settings = inputs.SETTINGS["linux"]
    needed = list(settings["debian"].items())[: ZLIB + 1]
    used = [settings["glibc"], settings["compiler_sha256"], *needed]
    recipe = Path(__file__).read_bytes() + repr(used).encode()
    target = cache / f"cpython-{machine}-{hashlib.sha256(recipe).hexdigest()[:16]}"
    if target.is_dir():
        return target
    for tool in ("make", "patch", "tclsh", "ar", "readelf"):
        if shutil.which(tool) is None:
            raise BuildError(f"{tool} is missing: apt-get install make patch tcl binutils.")
    work = target.with_suffix(".partial")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    compiler = Compiler(_zig(cache), machine, work)
    sources = [inputs.debian(cache, path) for path, _ in needed]
    _sqlite(sources[SQLITE], work, compiler)
    _zlib(sources[ZLIB], work, compiler)
    source = _python(sources[PYTHON], sources[FIXES], work, compiler)
    done = work / "done"
    done.mkdir()
    shutil.copyfile(source / "python", done / "python3")
    shutil.copytree(source / "Lib", done / "Lib")
    # What Python's own build would say here of compilers and folders is of no use elsewhere.
    variables = done / "Lib" / f"_sysconfigdata__linux_{machine}-linux-gnu.py"
    variables.write_text('build_time_vars = {"TZPATH": ""}\n', encoding="ascii")
    shutil.copyfile(source / "LICENSE", done / "LICENSE.txt")
    done.rename(target)
    shutil.rmtree(work)
    return target


class Compiler:
    """The C compiler for one processor and glibc; two builds give the same bytes."""

    def __init__(self, zig: Path, machine: str, work: Path) -> None:
        self.work = work
        self.machine = machine
        glibc = inputs.SETTINGS["linux"]["glibc"]
        self.cc = f"{zig} cc -target {machine}-linux-gnu.{glibc} -ffile-prefix-map={work}=."
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(work),
            "LC_ALL": "C.UTF-8",
            "SOURCE_DATE_EPOCH": "1767225600",
            "ZIG_GLOBAL_CACHE_DIR": str(work / "zig"),
            "ZIG_LOCAL_CACHE_DIR": str(work / "zig"),
        }

    def run(self, folder: Path, *command: str | Path) -> None:
        """A step of the build; its words go into a file, which is named if it fails."""
        log = self.work / "build.log"
        with log.open("ab") as words:
            code = subprocess.call(
                list(map(str, command)),
                cwd=folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=subprocess.STDOUT,
            )
        if code != 0:
            raise BuildError(f"{command[0]} failed while Python was compiled: see {log}.")

    def library(self, folder: Path, name: str, files: list[str], *options: str) -> None:
        """A static library, where Python's own build finds it."""
        for file in files:
            self.run(folder, *self.cc.split(), *OPTIMISED, *options, "-c", file)
        objects = [Path(file).with_suffix(".o").name for file in files]
        (self.work / "lib").mkdir(exist_ok=True)
        self.run(folder, "ar", "rcsD", self.work / "lib" / f"lib{name}.a", *objects)


def _sqlite(source: Path, work: Path, compiler: Compiler) -> None:
    folder = unpack(source, work)
    # The tools that write the one big file run here, whatever it is compiled for.
    here = f"{compiler.cc.split()[0]} cc"
    compiler.run(folder, "./configure", f"CC={here}", "--disable-tcl", "--disable-readline")
    compiler.run(folder, "make", f"BCC={here}", "sqlite3.c", "sqlite3.h")
    options = [f"-DSQLITE_{name}" for name in SQLITE_OPTIONS]
    compiler.library(folder, "sqlite3", ["sqlite3.c"], *options)
    (work / "include").mkdir()
    shutil.copyfile(folder / "sqlite3.h", work / "include" / "sqlite3.h")


def _zlib(source: Path, work: Path, compiler: Compiler) -> None:
    folder = unpack(source, work)
    files = sorted(path.name for path in folder.glob("*.c"))
    compiler.library(folder, "z", files, "-D_LARGEFILE64_SOURCE=1", "-DHAVE_UNISTD_H")
    for name in ("zlib.h", "zconf.h"):
        shutil.copyfile(folder / name, work / "include" / name)


def _python(source: Path, fixes: Path, work: Path, compiler: Compiler) -> Path:
    folder = unpack(source, work)
    patches = unpack(fixes, work) / "patches"
    for name in wanted_fixes((patches / "series").read_text(encoding="utf-8")):
        compiler.run(folder, "patch", "--batch", "-p1", "-i", patches / name)
    sqlite = " ".join(f"_sqlite/{name}.c" for name in SQLITE_PARTS)
    modules = MODULES.format(sqlite=sqlite)
    (folder / "Modules" / "Setup.local").write_text(modules, encoding="ascii")
    optimised = " ".join(OPTIMISED)
    compiler.run(
        folder,
        "./configure",
        "--build=x86_64-build-linux-gnu",
        f"--host={compiler.machine}-linux-gnu",
        f"--with-build-python={sys.executable}",
        *("--prefix=/usr", "--without-ensurepip", "--disable-test-modules", "--disable-ipv6"),
        *(
            "ac_cv_file__dev_ptmx=yes",
            "ac_cv_file__dev_ptc=no",
            f"READELF={shutil.which('readelf')}",
            "AR=ar",
        ),
        *(f"CC={compiler.cc}", f"CPPFLAGS=-I{work}/include", f"LDFLAGS=-L{work}/lib"),
        f"OPT={optimised}",
        "LINKFORSHARED=-rdynamic",
    )
    compiler.run(folder, "make", f"-j{os.cpu_count()}", "LINKFORSHARED=-rdynamic -s", "python")
    return folder


def wanted_fixes(series: str) -> list[str]:
    """Of Debian's patches those that mend faults."""
    names = [line for line in series.split() if line]
    if FIRST_FIX not in names:
        raise BuildError(f"Debian's patches of Python have no {FIRST_FIX}: look at them anew.")
    return [name for name in names[names.index(FIRST_FIX) :] if name not in TESTS_ONLY]


def unpack(archive: Path, work: Path) -> Path:
    """The one folder inside a source archive."""
    with tarfile.open(archive) as files:
        top = files.getnames()[0].split("/")[0]
        files.extractall(work, filter="tar")
    return work / top


def _zig(cache: Path) -> Path:
    """The compiler, out of its wheel."""
    settings = inputs.SETTINGS["linux"]
    if platform.machine() != "x86_64":
        raise BuildError("The compiler is pinned for x86_64: build on such a machine.")
    target = cache / f"zig-{settings['compiler_sha256'][:16]}"
    if not target.is_dir():
        lock = f"{settings['compiler']} --hash=sha256:{settings['compiler_sha256']}\n"
        (wheel,) = inputs.download(cache / "compiler", lock, [])
        partial = target.with_suffix(".partial")
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(partial)
        (partial / "ziglang" / "zig").chmod(0o755)
        partial.rename(target)
    return target / "ziglang" / "zig"
