import { EllipsisOutlined } from '@ant-design/icons';
import { App, Button, Dropdown } from 'antd';
import { useState, type ReactNode } from 'react';
import { CommentComposer } from './comment-composer.tsx';
import { commentParts } from './comment-text.ts';
import { DELETE_COMMENT, EDIT_COMMENT, type Comment } from './timeline-entries.ts';
import { useTimelineText } from './timeline-texts.ts';
import type { TimelinePlace } from './history-ask.ts';
import { useCommentWriting } from './use-timeline.ts';

/** What somebody said; one's own can be changed and taken away. */
export function CommentView({
  place,
  comment,
}: {
  readonly place: TimelinePlace;
  readonly comment: Comment;
}): ReactNode {
  const text = useTimelineText();
  const [isEditing, setEditing] = useState(false);
  const { body, mentions, isEdited } = comment;
  if (body === undefined) return <p className="tl-removed">{text('removed')}</p>;
  if (isEditing)
    return (
      <CommentComposer
        place={place}
        stored={{ body, mentions }}
        onSend={(words) => ({ query: EDIT_COMMENT, variables: { id: comment.id, ...words } })}
        onDone={() => setEditing(false)}
      />
    );
  return (
    <div className="tl-comment">
      <p>
        {commentParts(body, mentions).map((part, index) =>
          part.kind === 'link' ? (
            <a key={index} href={part.href} target="_blank" rel="noreferrer noopener">
              {part.text}
            </a>
          ) : part.kind === 'mention' ? (
            <span key={index} className="tl-mention">
              {part.text}
            </span>
          ) : (
            part.text
          ),
        )}
        {isEdited && <small className="tl-edited">{text('edited')}</small>}
      </p>
      {comment.isMine && <OwnMenu {...{ place, comment }} onEdit={() => setEditing(true)} />}
    </div>
  );
}

interface OwnMenuProps {
  readonly place: TimelinePlace;
  readonly comment: Comment;
  readonly onEdit: () => void;
}

function OwnMenu({ place, comment, onEdit }: OwnMenuProps): ReactNode {
  const text = useTimelineText();
  const { modal, message } = App.useApp();
  const { write, issues } = useCommentWriting(place);
  const remove = (): void => {
    modal.confirm({
      title: text('removeAsk'),
      content: text('removeHint'),
      okText: text('remove'),
      cancelText: text('cancel'),
      okButtonProps: { danger: true },
      onOk: async () => {
        const isDone = await write(DELETE_COMMENT, { id: comment.id });
        if (!isDone) void message.error(issues[0]?.message ?? '');
      },
    });
  };
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'edit', label: text('edit'), onClick: onEdit },
          { key: 'remove', label: text('remove'), danger: true, onClick: remove },
        ],
      }}
    >
      <Button
        type="text"
        size="small"
        className="tl-own"
        icon={<EllipsisOutlined aria-hidden="true" />}
        aria-label={text('commentMenu')}
      />
    </Dropdown>
  );
}
