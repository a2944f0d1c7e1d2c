"""wheels.py, on made-up Debian packages: what it writes is a wheel as PEP 427 asks for."""

import base64
import hashlib
import importlib.util
import pathlib
import tempfile
import unittest
import zipfile

SOURCE = pathlib.Path(__file__).parents[2] / "tasks" / "bases" / "wheels.py"
SPEC = importlib.util.spec_from_file_location("wheels", SOURCE)
wheels = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(wheels)


class Wheels(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.site = pathlib.Path(folder.name) / "dist-packages"
        self.target = pathlib.Path(folder.name) / "wheels"
        self.target.mkdir()
        wheels.output = self.dpkg

    def dpkg(self, *command):
        """dpkg, had one package installed all that is there."""
        if command[:2] == ("dpkg", "-S"):
            return f"python3-made-up: {command[2]}\n"
        if command[:2] == ("dpkg", "-L"):
            return "".join(f"{path}\n" for path in [self.site, *sorted(self.site.rglob("*"))])
        return "1:6.0.1-2"

    def put(self, name, text=""):
        path = self.site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def make(self, metadata):
        wheel = wheels.make_wheel(self.site, self.site / metadata, self.target)
        with zipfile.ZipFile(wheel) as archive:
            return wheel.name, {name: archive.read(name) for name in archive.namelist()}

    def test_a_package_of_plain_modules(self):
        self.put("made_up/__init__.py", "one = 1\n")
        self.put("made_up/__pycache__/__init__.pyc")
        self.put("made_up-1.2.dist-info/METADATA", "Metadata-Version: 2.1\nName: made-up\nVersion: 1.2\n\nWords.\n")
        self.put("made_up-1.2.dist-info/entry_points.txt", "[console_scripts]\nup = made_up:one\n")
        self.put("made_up-1.2.dist-info/INSTALLER", "debian\n")
        name, files = self.make("made_up-1.2.dist-info")
        self.assertEqual(name, "made_up-1.2-py3-none-any.whl")
        self.assertEqual(
            sorted(files),
            ["made_up-1.2.dist-info/METADATA", "made_up-1.2.dist-info/RECORD", "made_up-1.2.dist-info/WHEEL",
             "made_up-1.2.dist-info/entry_points.txt", "made_up/__init__.py"])
        self.assertIn(b"Root-Is-Purelib: true\nTag: py3-none-any\n", files["made_up-1.2.dist-info/WHEEL"])

    def test_the_record_has_the_hash_and_size_of_each_file(self):
        self.put("made_up.py", "one = 1\n")
        self.put("made_up-1.2.dist-info/METADATA", "Name: made-up\nVersion: 1.2\n")
        _, files = self.make("made_up-1.2.dist-info")
        record = files["made_up-1.2.dist-info/RECORD"].decode().splitlines()
        digest = base64.urlsafe_b64encode(hashlib.sha256(b"one = 1\n").digest()).rstrip(b"=").decode()
        self.assertIn(f"made_up.py,sha256={digest},8", record)
        self.assertIn("made_up-1.2.dist-info/RECORD,,", record)
        self.assertEqual({line.split(",")[0] for line in record}, set(files))

    def test_a_compiled_module_is_for_this_python_only(self):
        self.put("fast/_core.cpython-313-x86_64-linux-gnu.so")
        self.put("fast-2.0.egg-info/PKG-INFO", "Name: fast\nVersion: 2.0\n")
        name, files = self.make("fast-2.0.egg-info")
        self.assertRegex(name, r"^fast-2\.0-cp3\d+-cp3\d+-linux_\w+\.whl$")
        self.assertIn(b"Root-Is-Purelib: false", files["fast-2.0.dist-info/WHEEL"])

    def test_an_egg_info_becomes_a_dist_info_with_its_requirements(self):
        self.put("old.py")
        self.put("old-1.0.egg-info/PKG-INFO", "Name: old\nVersion: 1.0\n\nThe text.\n")
        self.put("old-1.0.egg-info/requires.txt", "flask>=2\n\n[test]\npytest\n")
        _, files = self.make("old-1.0.egg-info")
        self.assertEqual(files["old-1.0.dist-info/METADATA"],
                         b"Name: old\nVersion: 1.0\nRequires-Dist: flask>=2\n\nThe text.\n")

    def test_a_version_made_up_by_the_build_gives_way_to_the_package_s(self):
        self.put("cors.py")
        self.put("cors-0.0.1.dist-info/METADATA", "Name: cors\nVersion: 0.0.1\n")
        name, files = self.make("cors-0.0.1.dist-info")
        self.assertEqual(name, "cors-6.0.1-py3-none-any.whl")
        self.assertIn(b"\nVersion: 6.0.1\n", files["cors-6.0.1.dist-info/METADATA"])


if __name__ == "__main__":
    unittest.main()
