from common.cli import main
from tests.support.toy.service import toy

if __name__ == "__main__":
    main(toy)
