import unittest


class Old(unittest.TestCase):
    def setUp(self):
        self.count = 2

    def test_equal(self):
        self.assertEqual(self.count, 3)

    def test_true(self):
        self.assertTrue(self.count)
